package io.github.fisherscope.core.io;

import io.github.fisherscope.core.io.Separator.Field;
import java.util.List;

/**
 * Recognises one column of numbers with decimal commas in what reads as two columns of whole numbers: {@code 1,5} is one and a
 * half, or 1 and 5.
 */
final class DecimalCommas {
    private boolean possible;
    private boolean allBelowOne = true;
    private boolean leadingZero;
    private boolean classes = true;
    private long rows;

    /** @param separated what separates the fields of the table */
    DecimalCommas(Separator separated) {
        this.possible = separated == Separator.COMMA;
    }

    /** Takes the fields of the next row. */
    void accept(List<Field> row) {
        possible = possible
                && row.size() == 2
                && !row.get(0).quoted()
                && !row.get(1).quoted()
                && row.get(0).text().matches("[-+]?[0-9]+")
                && row.get(1).text().matches("[0-9]+");
        if (possible) {
            allBelowOne = allBelowOne && row.get(0).text().matches("[-+]?0");
            leadingZero = leadingZero || row.get(1).text().matches("0[0-9]+");
            classes = classes && row.get(1).text().matches("[01]"); // one-hot labels
            rows++;
        }
    }

    /** Whether it could be that. */
    boolean possible() {
        return possible && rows > 0;
    }

    /** Whether it is hardly anything else: nobody writes 05, or a first column of zeros alone. */
    boolean likely() {
        return possible && rows > 0 && (leadingZero || (allBelowOne && !classes));
    }
}
