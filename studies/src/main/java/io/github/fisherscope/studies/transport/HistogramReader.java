package io.github.fisherscope.studies.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.NumberTable;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.transport.CostMatrix;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Reads distributions: numbers in a .npy, .npz or text file, one image of an idx file, or a PNG, whose brightness is the
 * weight. Numbers in one row or one column are a list; in several, an image.
 */
public final class HistogramReader {
    private static final long LARGEST_PICTURE = 64L << 20;
    private static final int MOST_PIXELS = 1 << 20;

    private HistogramReader() {}

    /**
     * Reads weights.
     *
     * @param argument name of the argument, for errors
     * @param image which image of an idx file, counted from 0
     * @throws InputFileException if the file cannot be read as weights
     */
    public static Histogram read(String argument, Path file, int image) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            requireFirst(argument, image, file);
            return picture(argument, file);
        }
        NpyArray array = NumberTable.read(file);
        List<Integer> shape = array.shape();
        if (shape.size() == 3) {
            return ofImages(argument, file, array, image);
        }
        if (shape.size() > 3) {
            throw InputFileException.of(
                    file, "holds an array of shape " + shape, "give a list, or an image of rows and columns");
        }
        requireFirst(argument, image, file);
        boolean list = shape.size() < 2 || shape.get(0) == 1 || shape.get(1) == 1;
        return new Histogram(
                argument,
                file.toString(),
                RealVector.takingOver(array.toArray()),
                list ? 1 : shape.get(0),
                list ? array.size() : shape.get(1),
                false,
                !list);
    }

    /**
     * Reads a cost matrix of so many rows and columns.
     *
     * @throws InputFileException if the file has another shape
     */
    public static CostMatrix cost(Path file, int rows, int columns) {
        NpyArray array = NumberTable.read(file);
        if (!array.shape().equals(List.of(rows, columns))) {
            throw InputFileException.of(
                    file,
                    "holds an array of shape " + array.shape() + "; the cost from p to q is needed, " + rows + " x "
                            + columns,
                    "give one row for each state of p and one column for each state of q");
        }
        return new CostMatrix(rows, columns, RealVector.takingOver(array.toArray()));
    }

    private static void requireFirst(String argument, int image, Path file) {
        Args.requireThat(
                image == 0,
                argument + "-image",
                image,
                "but " + file + " holds a single distribution",
                "leave it out, or name a file of images");
    }

    private static Histogram ofImages(String argument, Path file, NpyArray array, int image) {
        List<Integer> shape = array.shape();
        Args.requireInRange(argument + "-image", image, 0, shape.get(0) - 1);
        int size = shape.get(1) * shape.get(2);
        double[] all = array.toArray();
        return new Histogram(
                argument,
                file + ", image " + image,
                RealVector.takingOver(Arrays.copyOfRange(all, image * size, (image + 1) * size)),
                shape.get(1),
                shape.get(2),
                true,
                true);
    }

    private static Histogram picture(String argument, Path file) {
        RegularFile.requireAtMost(file, LARGEST_PICTURE);
        BufferedImage image;
        try (InputStream in = Files.newInputStream(file)) {
            image = ImageIO.read(in);
        } catch (IOException e) {
            throw InputFileException.of(file, "is not a picture that can be read", "save it as PNG again");
        }
        if (image == null) {
            throw InputFileException.of(file, "is not a PNG", "save it as PNG again");
        }
        int width = image.getWidth();
        int height = image.getHeight();
        if ((long) width * height > MOST_PIXELS) {
            throw InputFileException.of(
                    file,
                    "has " + width + " x " + height + " pixels",
                    "scale it down to at most " + MOST_PIXELS + " pixels");
        }
        double[] weights = new double[width * height];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = brightness(image.getRGB(i % width, i / width));
        }
        return new Histogram(argument, file.toString(), RealVector.takingOver(weights), height, width, true, true);
    }

    /** The luma of Rec. 601 times opacity: grey g gives g. */
    private static double brightness(int argb) {
        int red = argb >> 16 & 0xff;
        int green = argb >> 8 & 0xff;
        int blue = argb & 0xff;
        double grey = red == green && green == blue ? red : 0.299 * red + 0.587 * green + 0.114 * blue;
        return grey * (argb >>> 24) / 255;
    }
}
