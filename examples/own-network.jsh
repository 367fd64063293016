// Your own network in JShell: largest eigenvalues, trace and density of its Fisher matrix.
// Needs net.npz (arrays W1, b1, W2, …) and inputs.npy (a sample per row) in the working directory.
// Run it: jshell --class-path "$(./fisher classpath)" examples/own-network.jsh
import io.github.fisherscope.core.data.Dataset
import io.github.fisherscope.core.network.arrays.NetworkFile
import io.github.fisherscope.spectra.fisher.Fisher

var network = NetworkFile.read("net.npz", "tanh")
var fisher = Fisher.of(network, Dataset.read("inputs.npy"))
System.out.println("largest eigenvalues " + fisher.largest(10).values())
System.out.println("trace " + fisher.trace())
System.out.println("median eigenvalue " + fisher.density().quantile(0.5))
/exit
