package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;

/**
 * Places of states in space.
 *
 * @param dimension the number of coordinates
 * @param coordinates point after point
 */
public record PointSet(int dimension, RealVector coordinates) {
    public PointSet {
        Args.requireInRange("dimension", dimension, 1, Integer.MAX_VALUE);
        Args.requireThat(
                !coordinates.isEmpty() && coordinates.size() % dimension == 0,
                "coordinates.size",
                coordinates.size(),
                "it must be a multiple of the dimension " + dimension);
    }

    /** Returns the points 0, 1, …, n−1 of the line. */
    public static PointSet line(int n) {
        return grid(1, n);
    }

    /** Returns the given points of the line. */
    public static PointSet line(RealVector positions) {
        return new PointSet(1, positions);
    }

    /** Returns the pixels of an image row by row, one apart; a single row is a line. */
    public static PointSet grid(int height, int width) {
        if (height == 1) {
            double[] x = new double[width];
            for (int i = 0; i < width; i++) {
                x[i] = i;
            }
            return new PointSet(1, RealVector.takingOver(x));
        }
        double[] pixels = new double[2 * Math.multiplyExact(height, width)];
        for (int i = 0; i < height * width; i++) {
            int row = i / width;
            pixels[2 * i] = row;
            pixels[2 * i + 1] = i - row * width;
        }
        return new PointSet(2, RealVector.takingOver(pixels));
    }

    /** Returns the number of points. */
    public int size() {
        return coordinates.size() / dimension;
    }

    double get(int point, int coordinate) {
        return coordinates.get(point * dimension + coordinate);
    }
}
