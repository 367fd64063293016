package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.io.VisibleText;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure as data. The pictures, the interactive charts, the data tables and the CSV files are all made from this one
 * value, so they cannot disagree.
 *
 * @param id short name, also of the files; letters, digits and hyphens
 * @param title what is shown
 * @param caption the parameters, and how to read the figure
 * @param alternative what a reader who cannot see the figure should know
 */
public record Figure(String id, String title, String caption, String alternative, Axis x, Axis y, List<Series> series) {

    public Figure {
        Args.require(id.matches("[a-z0-9-]+"), "id is '%s'; use lower-case letters, digits and hyphens", id);
        title = VisibleText.of(title);
        caption = VisibleText.of(caption);
        alternative = VisibleText.of(alternative);
        series = List.copyOf(series);
    }

    /** Returns the id in words, for menus. */
    public String shortTitle() {
        return id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1).replace('-', ' ');
    }

    /**
     * One axis.
     *
     * @param label name with symbol and unit
     * @param scale how values are laid out
     * @param categories names at 1, 2, …; empty unless the scale is {@link Scale#CATEGORIES}
     */
    public record Axis(String label, Scale scale, List<String> categories) {
        public Axis {
            label = VisibleText.of(label);
            categories = categories.stream().map(VisibleText::of).toList();
        }

        public static Axis linear(String label) {
            return new Axis(label, Scale.LINEAR, List.of());
        }

        public static Axis logarithmic(String label) {
            return new Axis(label, Scale.LOGARITHMIC, List.of());
        }

        public static Axis integers(String label) {
            return new Axis(label, Scale.INTEGERS, List.of());
        }

        public static Axis categories(String label, List<String> names) {
            return new Axis(label, Scale.CATEGORIES, names);
        }
    }

    /** How values are laid out along an axis. */
    public enum Scale {
        LINEAR,
        LOGARITHMIC,
        /** Linear with marks at whole numbers. */
        INTEGERS,
        /** Names at 1, 2, …. */
        CATEGORIES
    }

    /** How a series is drawn. */
    public enum Mark {
        LINE,
        DASHED_LINE,
        /** A staircase over ascending {@code x}; the value at {@code x[i]} holds down to {@code x[i − 1]}. */
        STAIRS,
        POINTS,
        HOLLOW_POINTS,
        /** Bars without gaps: {@code x} holds the n + 1 edges, {@code y} the n heights. */
        HISTOGRAM,
        /** A vertical line at {@code x[0]} over the whole height. */
        VERTICAL,
        VERTICAL_DASHED
    }

    /** Where the numbers come from; a reader can switch each on and off. */
    public enum Origin {
        MEASURED,
        PREDICTED,
        REFERENCE
    }

    /**
     * One series. Values that an axis cannot show (zero or less on a logarithmic one) stay in the data and are left out
     * of the drawing.
     *
     * @param color index into {@link Palette}
     * @param error half length of the error bars, 0 where a point has none, null for none at all
     */
    public record Series(
            String name,
            Origin origin,
            Mark mark,
            int color,
            RealVector x,
            RealVector y,
            @Nullable RealVector error) {

        public Series {
            name = VisibleText.of(name);
            Args.requireInRange("color", color, 0, Palette.SIZE - 1);
            if (mark == Mark.HISTOGRAM) {
                Args.requireSame("number of edges", x.size(), y.size() + 1L, "give one edge more than heights");
            } else if (mark != Mark.VERTICAL && mark != Mark.VERTICAL_DASHED) {
                Args.requireSame("size of y", y.size(), x.size(), "give one y per x");
            }
            if (error != null) {
                Args.requireSame("size of error", error.size(), y.size(), "give one error per y");
            }
        }

        /** Makes a vertical line at {@code value}. */
        public static Series vertical(String name, Origin origin, int color, double value) {
            Mark mark = origin == Origin.MEASURED ? Mark.VERTICAL : Mark.VERTICAL_DASHED;
            return new Series(name, origin, mark, color, RealVector.of(value), RealVector.empty(), null);
        }

        public static Series of(String name, Origin origin, Mark mark, int color, RealVector x, RealVector y) {
            return new Series(name, origin, mark, color, x, y, null);
        }
    }
}
