package io.github.fisherscope.results.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How numbers are shown to people, the same in every locale. */
public final class Numbers {
    /** Stands where there is no number. */
    public static final String NONE = "–";

    private Numbers() {}

    /** Returns four significant digits: {@code 255.8}, {@code 0.009512}, {@code 1.234e-7}. */
    public static String shortly(@Nullable Double value) {
        return value == null ? NONE : significant(value, 4);
    }

    /** Returns {@code digits} significant digits, with an exponent outside [10⁻⁴, 10⁶). */
    public static String significant(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size < 1e-4 || size >= 1e6) {
            String text = String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
            return text.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e");
        }
        int decimals = Math.max(0, digits - 1 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Returns {@code value ± error} with the error in two significant digits and the value to the same place. */
    public static String withError(double value, @Nullable Double error) {
        if (error == null || error == 0) {
            return shortly(value);
        }
        double size = Math.max(Math.abs(value), error);
        if (size < 1e-4 || size >= 1e6) {
            return significant(value, 4) + " ± " + significant(error, 2);
        }
        int decimals = Math.max(0, 1 - (int) Math.floor(Math.log10(error)));
        return String.format(Locale.ROOT, "%." + decimals + "f ± %." + decimals + "f", value, error);
    }

    /** Returns the count with groups of three digits: {@code 2 012 010}, with narrow spaces that do not break */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
    }
}
