package io.github.fisherscope.core.io;

/** Whether the first line of a CSV file names the columns. */
public enum CsvHeader {
    /** It does if none of its fields is a number; a line with some numbers is data with an error. */
    DETECT,
    /** It does, whatever it holds. */
    PRESENT,
    /** It is data. */
    ABSENT
}
