DATE_FORMAT = "F j, Y"  # no abbreviated months
