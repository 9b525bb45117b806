# What `launch` and Nix both take as a name: of a host (and so of its derivation), and of a group.
"[A-Za-z0-9_][A-Za-z0-9_.+=-]*"
