package io.github.fisherscope.reports.chart;

import java.util.List;

/**
 * Eight colours that stay distinct for people with colour-vision deficiencies: those of Okabe and Ito ("Color Universal
 * Design", 2008), with the yellow darkened so that lines in it can be seen on white.
 */
public final class Palette {
    public static final int BLUE = 0;
    public static final int VERMILION = 1;
    public static final int GREEN = 2;
    public static final int PURPLE = 3;
    public static final int SKY = 4;
    public static final int ORANGE = 5;
    public static final int BLACK = 6;
    public static final int YELLOW = 7;

    /** Number of colours. */
    public static final int SIZE = 8;

    private static final List<String> ON_WHITE =
            List.of("#0072B2", "#D55E00", "#009E73", "#B85C94", "#3D94C9", "#C98300", "#222222", "#8F8500");

    private Palette() {}

    /** Returns the colour as {@code #RRGGBB}, for a white background. */
    public static String hex(int color) {
        return ON_WHITE.get(color);
    }
}
