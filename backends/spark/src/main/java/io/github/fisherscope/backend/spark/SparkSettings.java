package io.github.fisherscope.backend.spark;

import io.github.fisherscope.core.engine.EngineConfig;
import java.util.List;
import org.apache.spark.SparkConf;

/** What a context is opened with. Settings given as system properties, as spark-submit gives them, stay as they are. */
final class SparkSettings {
    private static final String LOG_CONFIGURATION = "log4j2.configurationFile";

    private SparkSettings() {}

    /** Keeps Spark's log off the terminal, unless the user configured it; before the first class of Spark is used. */
    static void quiet() {
        if (System.getProperty(LOG_CONFIGURATION) == null && System.getenv("LOG4J_CONFIGURATION_FILE") == null) {
            System.setProperty(LOG_CONFIGURATION, "classpath:fisher-log4j2.properties");
        }
    }

    static SparkConf of(EngineConfig config) {
        SparkConf conf = new SparkConf().setMaster(config.master());
        conf.setIfMissing("spark.app.name", "fisher");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.rpc.message.maxSize", "512");
        conf.setIfMissing("spark.driver.maxResultSize", "0"); // what comes back is planned beforehand
        conf.setIfMissing("spark.executorEnv.OPENBLAS_NUM_THREADS", "1"); // the tasks are the threads
        if (config.master().startsWith("local")) {
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        if (config.master().startsWith("local-cluster")) {
            return conf; // which names the memory of its executors itself
        }
        long half = (config.executorMemory() / 2) >> 20;
        conf.setIfMissing("spark.executor.memory", half + "m");
        conf.setIfMissing("spark.executor.memoryOverhead", half + "m"); // where matrices lie
        List<String> jars = ExecutorJars.onClassPath();
        if (!config.master().startsWith("local") && !conf.contains("spark.submit.deployMode") && !jars.isEmpty()) {
            conf.setIfMissing("spark.jars", String.join(",", jars));
        }
        return conf;
    }
}
