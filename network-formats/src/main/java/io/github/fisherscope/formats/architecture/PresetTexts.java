package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.check.Args;
import java.util.Map;

/** The architectures that presets stand for, written as a user would write them. */
final class PresetTexts {
    private PresetTexts() {}

    private static int of(Map<String, Integer> settings, String name) {
        Integer value = settings.get(name);
        return value == null ? 0 : value;
    }

    private static String images(Map<String, Integer> s) {
        return "[" + of(s, "channels") + "," + of(s, "size") + "," + of(s, "size") + "]";
    }

    private static String head(String name, Map<String, Integer> s) {
        return "{\"linear\":\"" + name + "\",\"outputs\":" + of(s, "outputs") + "}";
    }

    /** Two convolutions of 5 × 5 with pooling, three dense layers. */
    static String lenet(Map<String, Integer> s) {
        Args.require(of(s, "size") >= 12, "size is %d, and must be at least 12", of(s, "size"));
        return "{\"input\":" + images(s) + ",\"layers\":["
                + "{\"conv2d\":\"conv1\",\"outputs\":6,\"kernel\":5,\"padding\":2},\"relu\",{\"maxpool\":2},"
                + "{\"conv2d\":\"conv2\",\"outputs\":16,\"kernel\":5},\"relu\",{\"maxpool\":2},\"flatten\","
                + "{\"linear\":\"fc1\",\"outputs\":120},\"relu\",{\"linear\":\"fc2\",\"outputs\":84},\"relu\","
                + head("fc3", s) + "]}";
    }

    /** The residual networks of He et al. for small images: a convolution, three groups of blocks, a dense layer. */
    static String resnet(Map<String, Integer> s) {
        int depth = of(s, "depth");
        Args.require(depth >= 8 && depth % 6 == 2, "depth is %d, and must be 8, 14, 20 and so on: 6n + 2", depth);
        Args.require(of(s, "size") >= 4, "size is %d, and must be at least 4", of(s, "size"));
        StringBuilder text = new StringBuilder("{\"input\":" + images(s) + ",\"layers\":[")
                .append(convolution("conv1", of(s, "width"), 1))
                .append(",{\"batchnorm\":\"bn1\"},\"relu\",");
        for (int group = 1; group <= 3; group++) {
            int width = of(s, "width") << (group - 1);
            for (int i = 0; i < (depth - 2) / 6; i++) {
                text.append(block("layer" + group + "." + i, width, group > 1 && i == 0));
            }
        }
        return text.append("\"globalavgpool\",")
                .append(head("fc", s))
                .append("]}")
                .toString();
    }

    private static String convolution(String name, int outputs, int stride) {
        return "{\"conv2d\":\"" + name + "\",\"outputs\":" + outputs + ",\"kernel\":3,\"padding\":1,\"stride\":"
                + stride + ",\"bias\":false}";
    }

    private static String block(String name, int width, boolean halves) {
        int stride = halves ? 2 : 1;
        String shortcut = "\"shortcut\":[{\"conv2d\":\"" + name + ".downsample.0\",\"outputs\":" + width
                + ",\"kernel\":1,\"stride\":2,\"bias\":false},{\"batchnorm\":\"" + name + ".downsample.1\"}]";
        return "{\"residual\":[" + convolution(name + ".conv1", width, stride) + ",{\"batchnorm\":\"" + name
                + ".bn1\"},\"relu\"," + convolution(name + ".conv2", width, 1) + ",{\"batchnorm\":\"" + name
                + ".bn2\"}]" + (halves ? "," + shortcut : "") + "},\"relu\",";
    }

    /** Dense layers, each hidden one followed by layer normalisation and ReLU. */
    static String mlp(Map<String, Integer> s) {
        StringBuilder text = new StringBuilder("{\"input\":[" + of(s, "inputs") + "],\"layers\":[");
        for (int l = 1; l < of(s, "depth"); l++) {
            text.append("{\"linear\":\"fc" + l + "\",\"outputs\":" + of(s, "width") + "},{\"layernorm\":\"norm" + l
                    + "\"},\"relu\",");
        }
        return text.append(head("fc" + of(s, "depth"), s)).append("]}").toString();
    }

    /** A language model: tokens, positions, blocks of causal attention and two dense layers, outputs tied to the tokens. */
    static String transformer(Map<String, Integer> s) {
        int width = of(s, "width");
        Args.require(
                width % of(s, "heads") == 0,
                "width is %d, which %d heads do not divide; choose a multiple",
                width,
                of(s, "heads"));
        String small = ",\"weight_variance\":" + 1.0 / width; // the table is the output matrix, too
        return "{\"input\":[" + of(s, "tokens") + "],\"tokens\":true,\"weight_variance\":1,\"layers\":["
                + "{\"embedding\":\"wte\",\"entries\":" + of(s, "vocabulary") + ",\"width\":" + width
                + small + "},{\"positions\":\"wpe\"" + small + "},{\"repeat\":" + of(s, "blocks") + ",\"layers\":["
                + "{\"residual\":[{\"layernorm\":\"h.{i}.ln_1\"},{\"attention\":\"h.{i}.attn\",\"heads\":"
                + of(s, "heads") + ",\"causal\":true}]},{\"residual\":[{\"layernorm\":\"h.{i}.ln_2\"},"
                + "{\"linear\":\"h.{i}.mlp.fc1\",\"outputs\":" + 4 * width + "},\"gelu\",{\"linear\":\"h.{i}.mlp.fc2\","
                + "\"outputs\":" + width + "}]}]},{\"layernorm\":\"ln_f\"},{\"linear\":\"wte\"}]}";
    }

    /** Patches, and blocks that mix them and their channels in turn. */
    static String mixer(Map<String, Integer> s) {
        int patch = of(s, "patch");
        Args.require(of(s, "size") % patch == 0, "size is %d, which patches of %d do not divide", of(s, "size"), patch);
        int width = of(s, "width");
        int patches = (of(s, "size") / patch) * (of(s, "size") / patch);
        return "{\"input\":" + images(s) + ",\"weight_variance\":1,\"layers\":[{\"conv2d\":\"stem\",\"outputs\":"
                + width
                + ",\"kernel\":" + patch + ",\"stride\":" + patch + "},{\"reshape\":[" + width
                + ",-1]},{\"transpose\":[2,1]},"
                + "{\"repeat\":" + of(s, "blocks") + ",\"layers\":[{\"residual\":[{\"layernorm\":\"blocks.{i}.norm1\"},"
                + "{\"transpose\":[2,1]}," + mixing("tokens", 2 * patches, patches) + ",{\"transpose\":[2,1]}]},"
                + "{\"residual\":[{\"layernorm\":\"blocks.{i}.norm2\"}," + mixing("channels", 4 * width, width)
                + "]}]},{\"layernorm\":\"norm\"},{\"mean\":1}," + head("head", s) + "]}";
    }

    private static String mixing(String what, int hidden, int outputs) {
        return "{\"linear\":\"blocks.{i}." + what + ".fc1\",\"outputs\":" + hidden
                + "},\"gelu\",{\"linear\":\"blocks.{i}." + what + ".fc2\",\"outputs\":" + outputs + "}";
    }
}
