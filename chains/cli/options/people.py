"""Options of the commands about people: user, audit."""

from chains.cli.options import Add

ADD: tuple[Add, ...] = ()
