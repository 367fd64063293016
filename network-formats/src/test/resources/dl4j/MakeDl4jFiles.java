// Writes the files beside it with DL4J itself. Run with deeplearning4j-nn and nd4j-native 1.0.0-M2.1 on the class path:
//   java -cp ... MakeDl4jFiles.java FOLDER
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.*;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

public class MakeDl4jFiles {
    private static final int SAMPLES = 5;
    private static Path folder;

    public static void main(String[] args) throws IOException {
        folder = Path.of(args[0]);
        Nd4j.getRandom().setSeed(5);
        dense();
        cnn(CNN2DFormat.NCHW, "cnn");
        cnn(CNN2DFormat.NHWC, "cnn-last");
        flat();
        graph();
    }

    private static NeuralNetConfiguration.Builder builder(DataType type) {
        return new NeuralNetConfiguration.Builder().seed(3).dataType(type);
    }

    private static void dense() throws IOException {
        save("dense", builder(DataType.DOUBLE).list()
                .layer(new FrozenLayer(new DenseLayer.Builder().nIn(3).nOut(5).activation(Activation.TANH).build()))
                .layer(new BatchNormalization.Builder().nIn(5).nOut(5).useLogStd(false).eps(0.01).build())
                .layer(new DenseLayer.Builder().nIn(5).nOut(4).activation(Activation.SOFTPLUS).hasBias(false).build())
                .layer(new DenseLayer.Builder().nIn(4).nOut(4).activation(Activation.SWISH).hasLayerNorm(true).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(4).nOut(2).activation(Activation.IDENTITY).build())
                .build(), DataType.DOUBLE, 3);
    }

    private static void cnn(CNN2DFormat format, String name) throws IOException {
        boolean last = format == CNN2DFormat.NHWC;
        save(name, builder(DataType.DOUBLE).list()
                .layer(new ConvolutionLayer.Builder(3, 2).nOut(4).padding(1, 0).dataFormat(format)
                        .activation(Activation.RELU).build())
                .layer(new BatchNormalization.Builder().dataFormat(format).build())
                .layer(new ActivationLayer.Builder().activation(Activation.LEAKYRELU).build())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
                        .dataFormat(format).build())
                .layer(new ConvolutionLayer.Builder(2, 3).nOut(3).convolutionMode(ConvolutionMode.Same).hasBias(false)
                        .dataFormat(format).activation(Activation.ELU).build())
                .layer(new DepthwiseConvolution2D.Builder(2, 2).depthMultiplier(2).nIn(3).nOut(6)
                        .convolutionMode(ConvolutionMode.Same).dataFormat(format).activation(Activation.TANH).build())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG, new int[] {2, 2}, new int[] {1, 1})
                        .dataFormat(format).build())
                .layer(new DenseLayer.Builder().nOut(6).activation(Activation.TANH).dropOut(0.5).build())
                .layer(new DropoutLayer.Builder(0.5).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(8, 7, 2, format)).build(), DataType.DOUBLE,
                last ? new int[] {8, 7, 2} : new int[] {2, 8, 7});
    }

    /** Rows of numbers that become images; float32; dilation, padded and overlapping windows, global pooling. */
    private static void flat() throws IOException {
        save("flat", builder(DataType.FLOAT).list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).stride(2, 1).dilation(1, 2).padding(1, 1)
                        .activation(Activation.SIGMOID).build())
                .layer(new ZeroPaddingLayer.Builder(1, 0, 2, 1).build())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG, new int[] {3, 2}, new int[] {2, 2})
                        .padding(1, 0).build())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {1, 1})
                        .convolutionMode(ConvolutionMode.Same).build())
                .layer(new SeparableConvolution2D.Builder(2, 2).nOut(5).depthMultiplier(2).activation(Activation.GELU)
                        .build())
                .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
                .layer(new DenseLayer.Builder().nOut(4).activation(Activation.HARDSIGMOID).build())
                .layer(new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build())
                .layer(new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutionalFlat(9, 8, 2)).build(), DataType.FLOAT, 144);
    }

    /** A block with a way around it, two branches joined, and a softmax at the end. */
    private static void graph() throws IOException {
        ComputationGraphConfiguration conf = builder(DataType.DOUBLE).graphBuilder()
                .addInputs("in")
                .addLayer("stem", new ConvolutionLayer.Builder(3, 3).nOut(4).convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.RELU).build(), "in")
                .addLayer("norm", new BatchNormalization.Builder().lockGammaBeta(true).gamma(1.5).beta(0.25).build(), "stem")
                .addLayer("inner", new ConvolutionLayer.Builder(3, 3).nOut(4).convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.SELU).build(), "norm")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stem", "inner")
                .addLayer("left", new ConvolutionLayer.Builder(2, 2).nOut(2).stride(2, 2).activation(Activation.MISH)
                        .build(), "sum")
                .addLayer("right", new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2},
                        new int[] {2, 2}).build(), "sum")
                .addVertex("join", new MergeVertex(), "left", "right")
                .addVertex("scaled", new ScaleVertex(0.5), "join")
                .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), "scaled")
                .addLayer("flat", new DenseLayer.Builder().nOut(5).activation(Activation.CUBE).build(), "scaled")
                .addVertex("both", new MergeVertex(), "pool", "flat")
                .addLayer("out", new OutputLayer.Builder(LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX)
                        .build(), "both")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(6, 6, 2)).build();
        ComputationGraph net = new ComputationGraph(conf);
        net.init();
        draw(net);
        INDArray x = Nd4j.randn(DataType.DOUBLE, SAMPLES, 2, 6, 6);
        write(net, "graph", x, net.outputSingle(x));
    }

    private static void save(String name, MultiLayerConfiguration conf, DataType type, int... sample) throws IOException {
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init();
        for (String key : net.paramTable().keySet()) {
            INDArray p = net.getParam(key);
            boolean positive = key.endsWith("_var");
            INDArray drawn = Nd4j.randn(type, p.shape()).muli(key.endsWith("W") ? 0.4 : 0.3);
            p.assign(positive ? drawn.mul(drawn).addi(0.2) : drawn);
        }
        int[] shape = new int[sample.length + 1];
        shape[0] = SAMPLES;
        System.arraycopy(sample, 0, shape, 1, sample.length);
        long[] dims = java.util.Arrays.stream(shape).asLongStream().toArray();
        INDArray x = Nd4j.randn(type, dims);
        write(net, name, x, net.output(x));
    }

    private static void draw(ComputationGraph net) {
        for (String key : net.paramTable().keySet()) {
            INDArray p = net.getParam(key);
            p.assign(Nd4j.randn(DataType.DOUBLE, p.shape()).muli(0.4));
        }
    }

    private static void write(Model net, String name, INDArray x, INDArray f) throws IOException {
        File file = folder.resolve(name + ".zip").toFile();
        ModelSerializer.writeModel(net, file, false);
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(folder.resolve(name + ".inputs.npz").toFile()))) {
            for (INDArray array : new INDArray[] {x, f}) {
                zip.putNextEntry(new ZipEntry(array == x ? "x.npy" : "f.npy"));
                zip.write(Nd4j.toNpyByteArray(array.castTo(DataType.DOUBLE).dup('c')));
                zip.closeEntry();
            }
        }
    }
}
