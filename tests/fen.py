"""The minutes of two invented bodies over half a year, for lists: who came, what was settled, what is not held."""

from __future__ import annotations

FEN_APRIL = """Sallow Fen Drainage Board

APPROVED Minutes of the Sallow Fen Drainage Board, Wednesday 11 April 2018 at 10:00, Pump House

Present:
Cllr Orla Pettifer, Chair
Mr Tobias Wren, Engineer
Ms Ada Marl, Member

Apologies:
Jonah Sedge, Member

1. Pumping station

The Board RESOLVED to buy a second pump for £41,000.

Action: Tobias Wren to report on the culvert by 9 May 2018.

2. Weed cutting

The Board agreed that weed | reed cutting should start in July, see www.sallowfen.example and <b>the map</b>.

3. Date of next meeting

Wednesday 9 May 2018 at 10:00.
"""
FEN_MAY = """Sallow Fen Drainage Board

DRAFT Minutes of the Sallow Fen Drainage Board, Wednesday 9 May 2018 at 10:00, Pump House

Present:
Orla Pettifer, Chair
Tobias WREN, Chief Engineer
Jonah Sedge, Member

Apologies:
Ada Marl, Member

1. Culvert

Tobias Wren reported that the culvert leaks in four places.

Action: Ada Marl to ask three masons for a price before 6 June 2018.

2. Weed cutting

The start of weed cutting was deferred until the June meeting.

3. Date of next meeting

Wednesday 13 June 2018 at 10:00.
"""
FEN_JULY = """Sallow Fen Drainage Board

DRAFT Minutes of the Sallow Fen Drainage Board, Wednesday 11 July 2018 at 10:00, Pump House

Present:
Orla Pettifer, Chair
Miriam Wren, Clerk

1. Weed cutting

The Board RESOLVED to cut the weed twice.

2. Date of next meeting

Wednesday 8 August 2018 at 10:00.
"""
FEN_AUGUST = """Sallow Fen Drainage Board

Agenda

Wednesday 8 August 2018 at 10:00, Pump House

1. Apologies

2. Weed cutting
"""
GATE_MAY = """Heronsgate Allotments Committee

Minutes of the Heronsgate Allotments Committee, Tuesday 15 May 2018 at 19:00, Potting Shed

Present:
Ada Marl, Chair

1. Water

Members do not agree the new charge of £12 for water.

Action: Treasurer to write to every plot.

2. Sheds

The sheds stay as they are.
"""
FEN = {
    "fen-2018-04.txt": FEN_APRIL,
    "fen-2018-05.txt": FEN_MAY,
    "fen-2018-07.txt": FEN_JULY,
    "fen-2018-08.txt": FEN_AUGUST,
    "gate-2018-05.txt": GATE_MAY,
}
