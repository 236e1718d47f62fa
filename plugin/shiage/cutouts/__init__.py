"""Cut-outs: small pictures of single regions with their surroundings, for the lists in the panel."""
