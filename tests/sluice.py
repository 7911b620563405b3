"""Two meetings of the Withernick Sluice Board, which does not exist: a winch that is put off and bought, three actions."""

from __future__ import annotations

JANUARY = """WITHERNICK SLUICE BOARD

Minutes of the meeting held on 9 January 2024

1. Apologies
None.
2. Sluice gate
The gate has jammed twice since the autumn storms.
A new winch would cost £8,400.
RESOLVED that the purchase of the winch be deferred to the February meeting.
ACTION: Clerk to obtain three quotations for a new winch by 31 January.
3. Eel pass
Members asked whether the eel pass is blocked.
ACTION: Ms Thorold to inspect the eel pass.
4. Insurance
ACTION: Treasurer to return the renewal form to the insurer.
"""
FEBRUARY = """WITHERNICK SLUICE BOARD

Minutes of the meeting held on 13 February 2024

1. Matters arising
Winch quotations: two received, one still awaited.
2. Sluice winch
The lowest quotation was £7,950 from Łukasz & Sons for a drum of <5 tonnes_each_ ~ [drawn].
RESOLVED to buy the winch for £7,950.
"""
