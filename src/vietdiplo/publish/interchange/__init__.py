"""Dated events for other programs: TimelineJS, iCalendar, TimeML, CSV with EDTF, and a page of the site."""
