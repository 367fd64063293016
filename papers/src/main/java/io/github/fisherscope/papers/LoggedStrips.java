package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.generative.ImageStrips;
import io.github.fisherscope.results.generative.ImageStrips.Strip;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.DoubleStream;

/** Images along trajectories as numbers in a row that a log can keep. */
final class LoggedStrips {
    private static final int HEAD = 7;

    private LoggedStrips() {}

    /** Returns sizes, steps, and for each strip its datum and the pixels of its images. */
    static RealVector row(ImageStrips strips) {
        DoubleStream.Builder row = DoubleStream.builder();
        row.add(strips.noise()).add(strips.height()).add(strips.width());
        row.add(strips.black()).add(strips.white());
        row.add(strips.steps().size()).add(strips.strips().size());
        strips.steps().forEach(row::add);
        for (Strip strip : strips.strips()) {
            row.add(strip.datum());
            for (byte[] image : strips.images(strip)) {
                for (byte pixel : image) {
                    row.add(pixel & 255);
                }
            }
        }
        return RealVector.takingOver(row.build().toArray());
    }

    /** Reads what {@link #row} gave. */
    static ImageStrips of(RealVector row) {
        int height = (int) row.get(1);
        int width = (int) row.get(2);
        int steps = (int) row.get(5);
        int pixels = height * width;
        List<Integer> numbers = new ArrayList<>();
        row.slice(HEAD, HEAD + steps).stream().forEach(step -> numbers.add((int) step));
        List<Strip> strips = new ArrayList<>();
        int at = HEAD + steps;
        for (int s = 0; s < (int) row.get(6); s++) {
            int datum = (int) row.get(at++);
            List<String> images = new ArrayList<>();
            for (int i = 0; i < steps + 2; i++, at += pixels) {
                byte[] bytes = new byte[pixels];
                for (int j = 0; j < pixels; j++) {
                    bytes[j] = (byte) row.get(at + j);
                }
                images.add(Base64.getEncoder().encodeToString(bytes));
            }
            strips.add(new Strip(datum, images.get(0), images.get(1), images.subList(2, images.size())));
        }
        return new ImageStrips(row.get(0), height, width, row.get(3), row.get(4), numbers, strips);
    }
}
