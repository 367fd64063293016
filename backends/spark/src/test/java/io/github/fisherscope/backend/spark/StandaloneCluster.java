package io.github.fisherscope.backend.spark;

import io.github.fisherscope.core.engine.EngineConfig;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * A standalone cluster of Spark on the loopback interface: a master and workers, each a process of its own, with a folder of
 * links to Spark's jars as their installation. Executors get this program's classes from the class path of the test.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 60_000;

    private final Path folder;
    private final int port;
    private final List<Process> workers = new ArrayList<>();
    private final Process master;

    private StandaloneCluster(Path folder, int port, Process master) {
        this.folder = folder;
        this.port = port;
        this.master = master;
    }

    /**
     * Starts a cluster and waits for its master.
     *
     * @param folder for its files
     * @param workers how many
     * @param cores of each worker
     */
    static StandaloneCluster start(Path folder, int workers, int cores) throws IOException, InterruptedException {
        Path jars = Files.createDirectories(folder.toAbsolutePath().resolve("home/jars"));
        for (Path jar : classPath(true)) {
            Path link = jars.resolve(jar.getFileName());
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, jar.toAbsolutePath());
            }
        }
        int port = freePort();
        Process master = java(
                folder,
                "master",
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0");
        StandaloneCluster cluster = new StandaloneCluster(folder, port, master);
        cluster.awaitMaster();
        for (int i = 0; i < workers; i++) {
            cluster.workers.add(java(
                    folder,
                    "worker" + i,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--cores",
                    Integer.toString(cores),
                    "--memory",
                    "8g",
                    "--webui-port",
                    "0",
                    "--work-dir",
                    folder.toAbsolutePath().resolve("work" + i).toString(),
                    cluster.address()));
        }
        return cluster;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process java(Path folder, String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment()
                .put("SPARK_HOME", folder.toAbsolutePath().resolve("home").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13"); // as bin/load-spark-env.sh of an installation does
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    /** Returns the entries of the class path that are Spark's and its libraries', or those that are this program's. */
    static List<Path> classPath(boolean ofSpark) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .filter(entry -> ofSpark == isOfSpark(entry))
                .toList();
    }

    private static boolean isOfSpark(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return name.endsWith(".jar")
                && Stream.of(
                                "analysis-core",
                                "backend-",
                                "commons-rng",
                                "commons-numbers",
                                "ejml",
                                "javacpp",
                                "openblas")
                        .noneMatch(name::startsWith);
    }

    private void awaitMaster() throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (System.currentTimeMillis() > end || !master.isAlive()) {
                    throw new UncheckedIOException("the master did not start; see " + folder.resolve("master.log"), e);
                }
                Thread.sleep(200);
            }
        }
    }

    String address() {
        return "spark://127.0.0.1:" + port;
    }

    /** Returns the settings of a context on the cluster, with so many executors of one core. */
    SparkConf settings(int executors, int partitions) {
        SparkConf conf = SparkSettings.of(EngineConfig.of(address(), partitions));
        return conf.set("spark.cores.max", Integer.toString(executors))
                .set("spark.executor.cores", "1")
                .set("spark.executor.memory", "512m")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s")
                .set(
                        "spark.executor.extraClassPath",
                        classPath(false).stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    /** Kills, with a signal that cannot be caught, one executor process of a worker, and waits for its end. */
    void killAnExecutor() {
        ProcessHandle executor = workers.stream()
                .flatMap(Process::descendants)
                .filter(ProcessHandle::isAlive)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no executor"));
        executor.destroyForcibly();
        executor.onExit().join();
    }

    @Override
    public void close() {
        List<Process> all = new ArrayList<>(workers);
        all.add(master);
        for (Process process : all) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
        }
    }
}
