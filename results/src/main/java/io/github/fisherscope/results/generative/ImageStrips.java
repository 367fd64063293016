package io.github.fisherscope.results.generative;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the decoder draws along a few trajectories, as grey images: bytes from black 0 to white 255, row by row, in Base64.
 *
 * @param noise strength of the noise that they started from
 * @param height rows of an image
 * @param width columns of an image
 * @param black the value that is black; smaller ones are too
 * @param white the value that is white; larger ones are too
 * @param steps numbers of the steps that are shown, from 1
 * @param strips one for each trajectory
 */
public record ImageStrips(
        double noise, int height, int width, double black, double white, List<Integer> steps, List<Strip> strips) {
    public ImageStrips {
        steps = List.copyOf(steps);
        strips = List.copyOf(strips);
        for (Strip strip : strips) {
            if (strip.decoded().size() != steps.size()) {
                throw new IllegalArgumentException("a strip has %s images for %s steps"
                        .formatted(strip.decoded().size(), steps.size()));
            }
            strip.all().forEach(image -> requireSize(image, height, width));
        }
    }

    /**
     * One trajectory.
     *
     * @param datum number of its datum, from 0
     * @param memory the clean datum
     * @param start the noisy one
     * @param decoded the means that the decoder draws from the states of the steps
     */
    public record Strip(int datum, String memory, String start, List<String> decoded) {
        public Strip {
            decoded = List.copyOf(decoded);
        }

        /** Returns memory, start and decoded images. */
        public List<String> all() {
            return Stream.concat(Stream.of(memory, start), decoded.stream()).toList();
        }
    }

    /** Returns the bytes of all images of a strip: memory, start and what was decoded. */
    public List<byte[]> images(Strip strip) {
        List<byte[]> images = new ArrayList<>();
        strip.all().forEach(image -> images.add(Base64.getDecoder().decode(image)));
        return images;
    }

    private static void requireSize(String image, int height, int width) {
        int found = Base64.getDecoder().decode(image).length;
        if (height < 1 || width < 1 || found != (long) height * width) {
            throw new IllegalArgumentException(
                    "an image has %s bytes and not %s rows of %s".formatted(found, height, width));
        }
    }
}
