"""A result as data: label planes and step planes, and how they are painted. Qt alone: no Krita here."""
