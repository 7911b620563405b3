from index.minutes import Finding, Parsed, Source
def doubts(source: Source, parsed: Parsed) -> tuple[Finding, ...]:
    return ()
