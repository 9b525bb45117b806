# What `launch` and Nix both take as a name: of a host (and so of its derivation), of a group, and of a tag.
"[A-Za-z0-9_][A-Za-z0-9_.+=-]*"
