package io.github.fisherscope.core.data;

/**
 * What a data file would take, from its headers.
 *
 * @param samples T, up to the limit
 * @param inputs M_0
 * @param numbers float64 numbers that live at once while samples and labels are read and standardised, at most
 */
public record DataSizes(int samples, int inputs, long numbers) {}
