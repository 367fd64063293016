package io.github.fisherscope.formats.onnx.operator;

import java.util.regex.Pattern;

/** Which names of values a person gave, as those of parameters, and which an exporter made up. */
final class ParameterNames {
    /** {@code onnx::MatMul_298}, {@code 17}, and paths such as {@code /block/Identity_output_0}. */
    private static final Pattern MADE_UP = Pattern.compile("onnx::.*|/.*|\\d+|.*_output_\\d+|");

    private ParameterNames() {}

    static boolean isNamed(String name) {
        return !MADE_UP.matcher(name).matches();
    }
}
