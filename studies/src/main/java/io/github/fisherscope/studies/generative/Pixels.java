package io.github.fisherscope.studies.generative;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.generative.Emission;

/** Images as a decoder draws them. */
public final class Pixels {
    private static final double WHITE = 255;

    private Pixels() {}

    /**
     * Returns data of whole numbers from 0 to 255, with one above 1, divided by 255 if the decoder is Bernoulli; the source says
     * so. All other data come back as they are.
     */
    public static Dataset of(Dataset data, Emission emission) {
        if (!(emission instanceof Emission.Bernoulli) || !bytes(data)) {
            return data;
        }
        return Dataset.ofRows(
                data.samples(),
                data.inputs(),
                (t, row) -> {
                    data.copyRow(t, row);
                    for (int i = 0; i < row.length; i++) {
                        row[i] /= WHITE;
                    }
                },
                DataSource.memory(data.source().description() + ", divided by 255"));
    }

    private static boolean bytes(Dataset data) {
        double largest = 0;
        for (int t = 0; t < data.samples(); t++) {
            for (int i = 0; i < data.inputs(); i++) {
                double x = data.get(t, i);
                if (!(x >= 0 && x <= WHITE && x == Math.rint(x))) {
                    return false;
                }
                largest = Math.max(largest, x);
            }
        }
        return largest > 1;
    }
}
