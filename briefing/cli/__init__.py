"""The command line: one module a command. Each parses, calls the library, and chooses the exit status.

    entry      `main`: runs a command and turns whatever ends it into an exit status
    commands   the table of commands, loaded when they are called
    console    what goes to the terminal: streams, colour, verbosity, progress
    options    options that several commands share

stdout is data; everything else goes to stderr.
"""

from briefing.cli.entry import main

__all__ = ["main"]
