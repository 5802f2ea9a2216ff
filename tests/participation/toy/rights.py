"""Who may do what with fountains."""

from participation.rights import reading, writing

RIGHTS = (writing("Tenir les fontaines", "toy.fountain"), reading("toy.fountain"))
