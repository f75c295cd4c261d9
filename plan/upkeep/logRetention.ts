/** Days for which what control planes and networks write is kept: a year, so that what an intruder did can still be read when it is noticed. */
export const logRetentionDays = 365;
