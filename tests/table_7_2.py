"""Appendix A of the Worcestershire paper, table 7.2, line by line as it is printed."""

PRINTED = """\
fund,year,RB,SW,WF,printed_total,recurrence
transformation,2017/18,263641,455415,171878,890934,N/R
transformation,2018/19,264766,457403,172215,894384,N/R
care_navigator,2017/18,30213,52190,19697,102100,N/R
care_navigator,2018/19,30125,52044,19595,101764,N/R
care_navigator,2019/20,30125,52044,19595,101764,N/R
care_navigator,2020/21,30125,52044,19595,101764,N/R
online_consultation,2017/18,45320,78285,29546,153151,N/R
online_consultation,2018/19,60251,104087,39189,203527,N/R
resilience,2017/19,30000,61340,11000,102340,N/R
ettf,2017/19,506000,2078593,1538790,4123383,N/R
improving_access,2017/18,0,1754768,0,1754768,N/R
improving_access,2018/19,559407,1762465,379728,2701600,N/R
improving_access,2019/20,1059066,1762465,688860,3510391,Recurrent
improving_access,2020/21,1059066,1762465,688860,3510391,Recurrent
"""
CODES = {"RB": "05J", "SW": "05T", "WF": "06D"}
"""Its short names of commissioners, and their codes."""
