package io.github.fisherscope.core.network.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.io.StoredValue;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.NetworkReading.ActivationSource;
import io.github.fisherscope.core.network.arrays.NetworkReading.OrientationSource;
import io.github.fisherscope.core.network.arrays.UndecidedNetworkException.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused or asked, and what is decided how; the files that are read are in the tests of several modules. */
class NetworkFileTest {
    private static final ReadOptions TANH = ReadOptions.defaults().withActivations(activations("tanh"));

    @TempDir
    Path folder;

    private static List<Activation> activations(String names) {
        return Arrays.stream(names.split(",")).map(Activation::parse).toList();
    }

    /** Writes arrays such as {@code W1:8x5 b1:8}, and texts such as {@code activation=tanh}. */
    private Path file(String content) {
        SplittableRandom random = new SplittableRandom(3);
        Map<String, StoredValue> values = new LinkedHashMap<>();
        for (String part : content.strip().split(" +")) {
            if (part.contains("=")) {
                List<StoredValue> texts = Arrays.stream(
                                part.substring(part.indexOf('=') + 1).split(","))
                        .<StoredValue>map(StoredValue.Text::new)
                        .toList();
                values.put(
                        part.substring(0, part.indexOf('=')),
                        texts.size() == 1 ? texts.get(0) : new StoredValue.Items(texts));
                continue;
            }
            int colon = part.lastIndexOf(':');
            String shape = part.substring(colon + 1);
            int[] sizes = shape.isEmpty()
                    ? new int[0]
                    : Arrays.stream(shape.split("x"))
                            .mapToInt(Integer::parseInt)
                            .toArray();
            double[] numbers = random.doubles(Arrays.stream(sizes).reduce(1, (a, b) -> a * b))
                    .toArray();
            values.put(part.substring(0, colon), new StoredValue.Numbers(NpyArray.of(numbers, sizes)));
        }
        Path file = folder.resolve("net.npz");
        NpzFile.writeStored(file, values);
        return file;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            W1:8x5 b1:8 W2:2x8 b2:2 epoch:          | epoch (one number)
            W1:8x5 b1:8 W2:2x8 b2:2 mean:5 std:5    | mean (5), std (5)
            W1:8x5 b1:8 W2:2x8 b2:2 dW1:8x5         | dW1 (8 × 5)
            W1:8x5 b1:8 W2:2x8 m_W1:8x5 v_b1:8      | m_W1 (8 × 5), v_b1 (8)
            W1:8x5 b1:8 W2:2x8 b3:2                 | b3 (2)
            W1:8x5 W2:2x8 bias:8                    | bias (8)
            W1:8x5 W1_mask:8x5                      | W1_mask (8 × 5)
            W1:8x5 w1:8x5                           | W1 and w1 both name the weights
            W1:8x5 b1:8 B1:8                        | both name the biases of W1
            W1:8x5 W3:2x8                           | there is W3 but no W2
            W2:8x5 W3:2x8                           | there is W2 but no W1
            layer1.w:8x5 layer3.w:2x8               | there is layer3.w but no layer2.w
            W1:8x5 b1:7                             | b1 (7) must have 8 entries
            W1:8x5 W2:2x11                          | W2 (2 × 11) takes 11 numbers but W1 (8 × 5) gives 8
            conv1.weight:8x3x3x3 fc.weight:2x8      | conv1.weight (8 × 3 × 3 × 3)
            W1:8x3x3x3                              | W1 has shape [8, 3, 3, 3]
            W1:8 W2:2x8                             | W1 (8) is a vector, and another layer follows
            lstm/kernel:5x8 lstm/recurrent_kernel:8x8 | lstm/kernel (5 × 8)
            weight_ih_l0:8x5 weight_hh_l0:8x8       | weight_hh_l0 (8 × 8), and this array plays no known part in the network: such names belong to a recurrent layer, and only
            Wxh:8x5 Whh:8x8 Why:2x8 bh:8 by:2       | Whh (8 × 8), and this array plays no known part in the network: such names belong to a recurrent layer
            Whh:8x8 bn:8                            | Whh (8 × 8), bn (8): such names belong to a recurrent layer and a normalisation layer
            layers/conv2d/vars/0:3x3x2x4 layers/dense/vars/0:5x8 | such names belong to a convolution
            layers/dense/vars/0:5x8 layers/dense/vars/1:8 layers/batch_normalization/vars/0:8 | a normalisation layer
            layers/dense/vars/0:5x8 layers/dense/vars/2:8 | layers/dense/vars/2 (8)
            layers/dense/vars/0:5x8 optimizer/vars/0: | optimizer/vars/0 (one number)
            z:2x2 y:3                               | no array that is known as weights among z (2 × 2), y (3)
            arr_0:8x5 arr_1:7 arr_2:2x8             | read as fan-out × fan-in, arr_1 (7) must have 8 entries
            V1:8x6 V2:2x11                          | no array that is known as weights among V1 (8 × 6)
            x:20x5                                  | no array that is known as weights among x (20 × 5)
            W1:8x6 W2:2x9                           | hold the biases
            W1:0x5                                  | W1 has shape [0, 5]
            W1:8x5 note=hello                       | the text 'note'
            W1:8x5 W2:2x8 activation=softmax        | part of the likelihood
            W1:8x5 W2:2x8 activation=tango          | 'tango'
            W1:8x5 W2:2x8 activation=relu           | the activations relu,identity
            W1:8x5 W2:2x8 activation=tanh,tanh,relu | names 3 activations
            W1:8x5 W2:2x8 activation=               | but it names none
            W1:8x5 W2:2x8 hidden_activation=relu    | the activations relu,identity in its field 'hidden_activation', but tanh,identity
            W1:8x5 W2:2x8 output_activation=softmax | part of the likelihood
            W1:8x5 W2:2x8 output_activation=sigmoid | the output activation sigmoid in its field 'output_activation', but it was said to be identity
            W1:8x5 W2:2x8 output_activation=tanh,relu | names 2 activations of the output layer
            W1:8x5 W2:2x8 hidden_activation=tanh activation=tanh | the fields activation and hidden_activation
            W1:8x5 W2:2x8 hidden_activation=tanh,relu | has 1 hidden layers, but the field 'hidden_activation' names 2
            W1:8x5 W2:2x8 activation=tanh,relu output_activation=identity | the output activation identity in its field 'output_activation', but it was said to be relu
            W1:8x5 W2:2x8 Activation=tanh activation_function=tanh | the fields Activation and activation_function
            W1:8x5 W2:2x8 activation1=tanh activation3=relu | has the field activation3, but none with the number 2
            W1:8x5 W2:2x8 dense_activation=tanh     | the text 'dense_activation'
            W1:8x5 W2:2x8 orientation=fan-in-fan-out | (from the file), but then W2 (2 × 8) takes 2
            """)
    void whatIsLeftOverOrDoesNotFitIsNamed(String content, String problem) {
        Path file = file(content);
        assertThatThrownBy(() -> NetworkFile.read(file, TANH))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(problem)
                .hasMessageStartingWith(file + ": ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            W1:8x5 b1:8 W2:2x8     | 0 | 5-8-2 | FAN_OUT_FAN_IN | SHAPES
            W1:5x8 b1:8 W2:8x2     | 0 | 5-8-2 | FAN_IN_FAN_OUT | SHAPES
            W1:3x8 W2:8x3          | 3 | 3-8-3 | FAN_IN_FAN_OUT | DATA
            W1:3x8 W2:8x3          | 8 | 8-3-8 | FAN_OUT_FAN_IN | DATA
            W1:3x8 b1:8 W2:8x3     | 0 | 3-8-3 | FAN_IN_FAN_OUT | SHAPES
            a.weight:5x5 b.weight:5x5 | 0 | 5-5-5 | FAN_OUT_FAN_IN | NAMES
            a.kernel:5x5 b.kernel:5x5 | 0 | 5-5-5 | FAN_IN_FAN_OUT | NAMES
            layers/dense/vars/0:5x5 layers/dense/vars/1:5 layers/dense_1/vars/0:5x5 | 0 | 5-5-5 | FAN_IN_FAN_OUT | NAMES
            dense_1.vars.0:5x8 dense_1.vars.1:8 dense_2.vars.0:8x2 dense_2.vars.1:2 | 0 | 5-8-2 | FAN_IN_FAN_OUT | SHAPES
            Wxh:8x5 bh:8 Why:2x8 by:2 | 0 | 5-8-2 | FAN_OUT_FAN_IN | SHAPES
            Why:8x2 by:2 W_xh:5x8 b_h:8 | 0 | 5-8-2 | FAN_IN_FAN_OUT | SHAPES
            a.weight:5x8 b.weight:8x2 | 0 | 5-8-2 | FAN_IN_FAN_OUT | SHAPES
            w1:5x5 w2:5x5 orientation=fan-in-fan-out | 0 | 5-5-5 | FAN_IN_FAN_OUT | FILE
            w1:1x1                 | 0 | 1-1   | FAN_OUT_FAN_IN | SYMMETRY
            """)
    void orientationIsDecidedByShapesThenDataThenNames(
            String content, int inputs, String widths, Orientation orientation, OrientationSource source) {
        ReadNetwork read = NetworkFile.read(file(content), TANH.withDataInputs(inputs));
        assertThat(read.network()
                        .widths()
                        .toString()
                        .replaceAll("[\\[\\] ]", "")
                        .replace(',', '-'))
                .isEqualTo(widths);
        assertThat(read.reading().orientation()).isEqualTo(orientation);
        assertThat(read.reading().orientationSource()).isEqualTo(source);
    }

    @ParameterizedTest
    @CsvSource({"W1:5x5 b1:5 W2:5x5, 5", "w1:5x5 w2:5x5, 5", "w0:5x5 w1:5x5, 5", "arr_0:3x8, 0", "w1:3x8 w2:8x3, 0"})
    void whereNothingDecidesItIsAsked(String content, int inputs) {
        Path file = file(content);
        assertThatThrownBy(() -> NetworkFile.read(file, TANH.withDataInputs(inputs)))
                .isInstanceOfSatisfying(
                        UndecidedNetworkException.class,
                        e -> assertThat(e.question()).isEqualTo(Question.ORIENTATION));
        for (Orientation orientation : Orientation.values()) {
            ReadNetwork read = NetworkFile.read(file, TANH.withOrientation(orientation));
            assertThat(read.reading().orientation()).isEqualTo(orientation);
            assertThat(read.reading().orientationSource()).isEqualTo(OrientationSource.GIVEN);
        }
    }

    @Test
    void theTwoOrientationsOfASquareNetworkAreTransposes() {
        Path file = file("w1:5x5 w2:5x5");
        NeuralNetwork rows = NetworkFile.read(file, TANH.withOrientation(Orientation.FAN_OUT_FAN_IN))
                .network();
        NeuralNetwork columns = NetworkFile.read(file, TANH.withOrientation(Orientation.FAN_IN_FAN_OUT))
                .network();
        assertThat(rows.weight(1, 1, 3)).isEqualTo(columns.weight(1, 3, 1)).isNotEqualTo(columns.weight(1, 1, 3));
    }

    @Test
    void anOrientationThatTheShapesExcludeIsRefused() {
        Path file = file("W1:8x5 W2:2x8");
        assertThatThrownBy(() -> NetworkFile.read(file, TANH.withOrientation(Orientation.FAN_IN_FAN_OUT)))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("the shapes fit fan-out × fan-in only");
    }

    /** As people write a list into one text, in the words of scikit-learn. */
    @Test
    void oneTextCanNameTheActivationsOfAllLayers() {
        Path file = folder.resolve("joined.npz");
        NpzFile.writeStored(
                file,
                Map.of(
                        "W1", new StoredValue.Numbers(NpyArray.of(new double[40], 8, 5)),
                        "W2", new StoredValue.Numbers(NpyArray.of(new double[16], 2, 8)),
                        "activation", new StoredValue.Text("relu,logistic")));
        assertThat(NetworkFile.read(file, ReadOptions.defaults()).network().activationNames())
                .isEqualTo("relu, sigmoid");
    }

    @Test
    void equalToItsTransposeNothingIsAsked() {
        Path file = folder.resolve("zero.npz");
        NpzFile.write(file, Map.of("w1", NpyArray.of(new double[9], 3, 3), "w2", NpyArray.of(new double[9], 3, 3)));
        assertThat(NetworkFile.read(file, TANH).reading().orientationSource()).isEqualTo(OrientationSource.SYMMETRY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            W1:8x5 W2:4x8 W3:2x4                           | tanh           | tanh              | GIVEN
            W1:8x5 W2:4x8 W3:2x4                           | tanh,relu      | tanh,relu,identity | GIVEN
            W1:8x5 W2:4x8 W3:2x4                           | tanh,relu,sigmoid | tanh,relu,sigmoid | GIVEN
            W1:8x5 W2:4x8 W3:2x4 activation=gelu           |                | gelu              | FILE
            W1:8x5 W2:4x8 W3:2x4 activation=gelu           | gelu           | gelu              | FILE
            W1:8x5 W2:4x8 W3:2x4 activations=ReLU,None,Leaky_ReLU:0.2 |     | relu,identity,leaky-relu:0.2 | FILE
            W1:8x5 W2:4x8 W3:2x4 hidden_activation=gelu    |                | gelu              | FILE
            W1:8x5 W2:4x8 W3:2x4 hidden_activation=gelu output_activation=linear | | gelu        | FILE
            W1:8x5 W2:4x8 W3:2x4 hidden_activation=gelu,relu output-activation=Sigmoid | | gelu,relu,sigmoid | FILE
            W1:8x5 W2:4x8 W3:2x4 activation=relu out_activation_=logistic | | relu,relu,sigmoid | FILE
            W1:8x5 W2:4x8 W3:2x4 activation=relu,gelu,sigmoid output_activation=sigmoid | | relu,gelu,sigmoid | FILE
            W1:8x5 W2:4x8 W3:2x4 activation=relu,gelu output_activation=sigmoid | | relu,gelu,sigmoid | FILE
            W1:8x5 W2:4x8 W3:2x4 activation1=relu activation_2=gelu activation3=none | | relu,gelu,identity | FILE
            W1:8x5 W2:4x8 W3:2x4 Activation0=relu Activation1=gelu | | relu,gelu,identity | FILE
            W1:8x5 W2:4x8 W3:2x4 output_activation=sigmoid | tanh,relu,sigmoid | tanh,relu,sigmoid | GIVEN
            W1:8x5 output_activation=sigmoid               |                | sigmoid           | FILE
            W1:8x5 hidden_activation=tanh                  |                | identity          | NO_HIDDEN_LAYER
            W1:8x5                                         |                | identity          | NO_HIDDEN_LAYER
            W1:8x5                                         | tanh           | identity          | NO_HIDDEN_LAYER
            """)
    void activationsComeFromTheFileOrTheCaller(String content, String given, String expected, ActivationSource source) {
        ReadOptions options = given == null ? ReadOptions.defaults() : TANH.withActivations(activations(given));
        ReadNetwork read = NetworkFile.read(file(content), options.withDataInputs(5));
        assertThat(read.network().activationNames().replace(", ", ",")).isEqualTo(expected);
        assertThat(read.reading().activationSource()).isEqualTo(source);
    }

    /** What is said of the output layer alone leaves the hidden layers open. */
    @Test
    void theActivationOfTheOutputsDoesNotSayThatOfHiddenLayers() {
        Path file = file("W1:8x5 W2:2x8 output_activation=sigmoid");
        assertThatThrownBy(() -> NetworkFile.read(file, ReadOptions.defaults()))
                .isInstanceOf(UndecidedNetworkException.class)
                .hasMessageContaining("'output_activation' speaks of the output layer alone");
    }

    @Test
    void anActivationIsNeverGuessed() {
        Path file = file("W1:8x5 b1:8 W2:2x8 b2:2");
        assertThatThrownBy(() -> NetworkFile.read(file, ReadOptions.defaults()))
                .isInstanceOfSatisfying(
                        UndecidedNetworkException.class,
                        e -> assertThat(e.question()).isEqualTo(Question.ACTIVATION));
    }

    @Test
    void arraysThatAreNoPartAreLeftOutWhenTheCallerSaysSo() {
        Path file = file("W1:8x5 adam_m1:8x5 adam_m2:8 epoch: W2:2x8");
        ReadNetwork read = NetworkFile.read(file, TANH.withUnused(Set.of("adam_*", "epoch")));
        assertThat(read.network().parameters()).isEqualTo(8 * 5 + 2 * 8);
        assertThat(read.reading().arrays()).containsExactly("W1", "W2");
        assertThat(read.reading().unused()).containsExactly("adam_m1", "adam_m2", "epoch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"tanh,identity", "relu,tanh,identity", "tanh,tanh,sigmoid", "sigmoid", "identity"})
    void whatIsWrittenIsReadBackWithoutBeingToldAnything(String names) {
        SplittableRandom random = new SplittableRandom(8);
        List<DenseLayer> layers = new ArrayList<>();
        List<Activation> activations = activations(names);
        for (int l = 1; l <= activations.size(); l++) {
            layers.add(new DenseLayer(
                    String.valueOf(l),
                    5,
                    5,
                    RealVector.of(random.doubles(25).toArray()),
                    l == 2 ? null : RealVector.of(random.doubles(5).toArray()),
                    activations.get(l - 1)));
        }
        NeuralNetwork network = NeuralNetwork.of(layers);
        Path file = folder.resolve("written.npz");
        NetworkFile.write(file, network);
        assertThat(NetworkFile.read(file, ReadOptions.defaults()).network().layers())
                .isEqualTo(layers);
    }

    @Test
    void anotherFileIsRefusedWithTheFormatsThatAreRead() throws IOException {
        Path file = Files.writeString(folder.resolve("net.bin"), "what is this file?");
        assertThatThrownBy(() -> NetworkFile.read(file, TANH))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(".npz");
    }

    /** A pickle that would run a program: protocol 2, GLOBAL posix system, one argument, REDUCE. */
    @Test
    void aNameThatIsNoArrayIsRefusedAndNeverRun() throws IOException {
        String header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n";
        byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
        byte[] pickle = "\u0080\u0002cposix\nsystem\nX\u0004\u0000\u0000\u0000true\u0085R."
                .getBytes(StandardCharsets.ISO_8859_1);
        Path file = folder.resolve("hostile.npy");
        try (var out = Files.newOutputStream(file)) {
            out.write(start);
            out.write(header.getBytes(StandardCharsets.ISO_8859_1));
            out.write(pickle);
        }
        assertThatThrownBy(() -> NetworkFile.read(file, TANH))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("'posix.system', which is never run");
    }
}
