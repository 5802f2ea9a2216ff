"""Files that leave the portal: open data for everybody, contacts for the few who may."""
