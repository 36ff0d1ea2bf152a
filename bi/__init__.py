"""What BI tools are given beside the published file."""
