DATE_FORMAT = "F j, Y"  # no abbreviated months
# As times are written where they are chosen, and in words.
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "F j, Y, H:i"
SHORT_DATETIME_FORMAT = "m/d/Y H:i"
