"""The wire: what requests and answers look like. Requests may have no members that are not here."""
