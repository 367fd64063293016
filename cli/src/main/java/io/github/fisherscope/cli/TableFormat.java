package io.github.fisherscope.cli;

import io.github.fisherscope.reports.text.ResultText;
import io.github.fisherscope.results.spectrum.SpectrumResult;

/** How the table of a result is printed instead of for a terminal. */
enum TableFormat {
    MD,
    TEX,
    CSV;

    String text(SpectrumResult result) {
        ResultText text = ResultText.of(result);
        return switch (this) {
            case MD -> text.comparison().markdown();
            case TEX -> text.latex();
            case CSV -> text.csv();
        };
    }
}
