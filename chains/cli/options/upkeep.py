"""Options of the commands that keep a server well: backup, restore, verify, upgrade, doctor."""

from chains.cli.options import Add

ADD: tuple[Add, ...] = ()
