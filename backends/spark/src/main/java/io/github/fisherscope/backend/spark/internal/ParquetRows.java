package io.github.fisherscope.backend.spark.internal;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.io.NpyArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Rows of a Parquet file whose first column holds arrays of numbers, one for each sample, as Spark writes them. Groups of rows
 * that lie before the first one are not decoded.
 */
final class ParquetRows {
    private ParquetRows() {}

    static boolean isParquet(String file) {
        return file.endsWith(".parquet");
    }

    /** Returns the number of rows, from the file's end alone. */
    static long count(String file) {
        try (ParquetFileReader reader = open(file)) {
            return reader.getRecordCount();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ParquetFileReader open(String file) throws IOException {
        return ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file), new Configuration()));
    }

    static Dataset read(String file, int first, int samples) {
        try (ParquetFileReader reader = open(file)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            Type column = schema.getType(0);
            requireList(file, column);
            MessageType projected = new MessageType(schema.getName(), column);
            reader.setRequestedSchema(projected);
            double[] values = new Rows(file, reader, projected).read(first, samples);
            return Dataset.of(
                    NpyArray.of(values, samples, values.length / samples), Labels.none(), DataSource.memory(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireList(String file, Type column) {
        boolean list = !column.isPrimitive()
                && column.asGroupType().getFieldCount() == 1
                && !column.asGroupType().getType(0).isPrimitive();
        if (!list) {
            throw new IllegalArgumentException(file + " has " + column.getName()
                    + " as its first column, which holds no arrays; save one array of numbers per sample");
        }
    }

    /** One pass over the groups of rows. */
    private static final class Rows {
        private final String file;
        private final ParquetFileReader reader;
        private final MessageType schema;
        private double[] values = new double[0];
        private int inputs = -1;

        Rows(String file, ParquetFileReader reader, MessageType schema) {
            this.file = file;
            this.reader = reader;
            this.schema = schema;
        }

        double[] read(int first, int samples) throws IOException {
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
            long start = 0;
            int done = 0;
            for (int group = 0; done < samples && group < reader.getRowGroups().size(); group++) {
                long rows = reader.getRowGroups().get(group).getRowCount();
                if (start + rows <= first) {
                    reader.skipNextRowGroup();
                } else {
                    PageReadStore pages = reader.readNextRowGroup();
                    RecordReader<Group> records = columns.getRecordReader(pages, new GroupRecordConverter(schema));
                    for (long row = start; row < start + rows && done < samples; row++) {
                        Group record = records.read();
                        if (row >= first) {
                            add(record.getGroup(0, 0), row, done++, samples);
                        }
                    }
                }
                start += rows;
            }
            if (done < samples) {
                throw new IllegalArgumentException(
                        file + " has " + start + " rows and must have " + (first + (long) samples));
            }
            return values;
        }

        private void add(Group list, long row, int place, int samples) {
            int count = list.getFieldRepetitionCount(0);
            if (inputs < 0) {
                inputs = count;
                values = new double[Math.multiplyExact(samples, count)];
            }
            if (count != inputs) {
                throw new IllegalArgumentException(file + " has " + count + " numbers in row " + row + " and " + inputs
                        + " in another; give all samples as many");
            }
            for (int i = 0; i < count; i++) {
                values[place * inputs + i] = number(list.getGroup(0, i));
            }
        }

        private static double number(Group element) {
            PrimitiveTypeName type =
                    element.getType().getType(0).asPrimitiveType().getPrimitiveTypeName();
            return switch (type) {
                case DOUBLE -> element.getDouble(0, 0);
                case FLOAT -> element.getFloat(0, 0);
                case INT32 -> element.getInteger(0, 0);
                default -> throw new IllegalArgumentException("a Parquet column of " + type + " holds no numbers");
            };
        }
    }
}
