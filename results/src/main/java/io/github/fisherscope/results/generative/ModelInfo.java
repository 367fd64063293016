package io.github.fisherscope.results.generative;

import java.util.List;

/**
 * An autoencoder.
 *
 * @param encoder widths of the encoder, from pixels to twice the number of latents
 * @param decoder widths of the decoder, from latents to pixels
 * @param activation activations of the encoder
 * @param emission bernoulli or gaussian
 * @param parameters number of parameters of both
 */
public record ModelInfo(
        List<Integer> encoder, List<Integer> decoder, String activation, String emission, long parameters) {
    public ModelInfo {
        encoder = List.copyOf(encoder);
        decoder = List.copyOf(decoder);
    }

    /** Returns the widths in one line, with the number of latents in the middle. */
    public String words() {
        StringBuilder text = new StringBuilder();
        encoder.subList(0, encoder.size() - 1)
                .forEach(width -> text.append(width).append('-'));
        for (int i = 0; i < decoder.size(); i++) {
            text.append(i == 0 ? "" : "-").append(decoder.get(i));
        }
        return text.toString();
    }
}
