"""What the reports count, as queries. Each begins with what the user may see, and counts in the database: however many
cases there are, what comes out is as long as the report.
"""
