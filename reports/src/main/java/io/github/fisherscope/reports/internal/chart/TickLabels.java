package io.github.fisherscope.reports.internal.chart;

import java.util.List;
import java.util.Locale;

/** Labels of axis marks. */
final class TickLabels {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private TickLabels() {}

    /** Returns 10ⁿ at powers of ten, a plain number near 1, and nothing elsewhere. */
    static String decade(double value) {
        if (!(value > 0)) {
            return " ";
        }
        double exponent = Math.log10(value);
        long n = Math.round(exponent);
        if (Math.abs(exponent - n) > 1e-6) {
            return " ";
        }
        if (n >= -2 && n <= 3) {
            return n >= 0
                    ? String.format(Locale.ROOT, "%.0f", Math.pow(10, (double) n))
                    : plain(Math.pow(10, (double) n));
        }
        StringBuilder text = new StringBuilder(n < 0 ? "10⁻" : "10");
        for (char digit : Long.toString(Math.abs(n)).toCharArray()) {
            text.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return text.toString();
    }

    /** Returns plain numbers at 1, 2 and 5 times powers of ten, for axes of few decades; nothing elsewhere. */
    static String withinDecades(double value) {
        if (!(value > 0)) {
            return " ";
        }
        double power = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        double lead = value / power;
        boolean shown = Math.abs(lead - Math.rint(lead)) < 1e-6 && (lead < 2.5 || Math.rint(lead) == 5);
        return !shown ? " " : value >= 1e-2 && value < 1e4 ? plain(value) : decade(value);
    }

    static String plain(double value) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size >= 1e5 || size < 1e-4) {
            return String.format(Locale.ROOT, "%.2g", value);
        }
        String text = String.format(Locale.ROOT, "%.5f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    static String integer(double value) {
        return Math.abs(value - Math.rint(value)) < 1e-6 ? String.format(Locale.ROOT, "%.0f", value) : " ";
    }

    static String category(double value, List<String> names) {
        long index = Math.round(value);
        return Math.abs(value - index) < 1e-6 && index >= 1 && index <= names.size() ? names.get((int) index - 1) : " ";
    }
}
