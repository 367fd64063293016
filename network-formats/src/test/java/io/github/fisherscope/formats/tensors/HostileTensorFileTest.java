package io.github.fisherscope.formats.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.formats.LayerOracle;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.safetensors.SafetensorsFile;
import io.github.fisherscope.formats.torch.TorchFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensor files that are damaged or made to do harm: one line, nothing is run, and nothing large is allocated. */
class HostileTensorFileTest {
    @TempDir
    private Path folder;

    private Path safe(long claimed, String header, int numbers) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + numbers).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(claimed < 0 ? text.length : claimed).put(text);
        return Files.write(folder.resolve("t.safetensors"), bytes.array());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "9223372036854775807|{}|0|claims a header of 9223372036854775807 bytes",
                "100|{}|0|claims a header of 100 bytes in a file of 10",
                "-1|[1]|0|has a header that is no object",
                "-1|{'a|0|has a header that is no JSON",
                "-1|{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},\"a\":{}}|8|Duplicate",
                "-1|{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}}|8|takes 16 bytes and stands from 0 to 8",
                "-1|{\"a\":{\"dtype\":\"F64\",\"shape\":[-1],\"data_offsets\":[0,8]}}|8|has the dimension -1",
                "-1|{\"a\":{\"dtype\":\"F64\",\"shape\":[1.5],\"data_offsets\":[0,8]}}|8|has the dimension 1.5",
                "-1|{\"a\":{\"dtype\":\"F64\",\"shape\":[2000000000,2000000000,9],\"data_offsets\":[0,8]}}|8|and stands from 0 to 8",
                "-1|{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}|16|begins at 8",
                "-1|{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}|16|has 16 bytes of numbers",
                "-1|{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}|4|has 4 bytes of numbers",
                "-1|{\"a\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,1]}}|1|is of the type 'F8'",
                "-1|{\"a\":7}|0|has no shape or no offsets",
            })
    void damagedHeadersAreRefused(long claimed, String header, int numbers, String problem) throws IOException {
        Path file = safe(claimed, header, numbers);
        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(problem);
    }

    private Path torch(byte[] pickle) throws IOException {
        Path file = folder.resolve("t.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("t/data.pkl"));
            zip.write(pickle);
        }
        return file;
    }

    private static byte[] pickle(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2});
        for (Object part : parts) {
            out.writeBytes(
                    part instanceof String text
                            ? text.getBytes(StandardCharsets.ISO_8859_1)
                            : new byte[] {((Integer) part).byteValue()});
        }
        return out.toByteArray();
    }

    private void refused(byte[] pickle, String problem) throws IOException {
        Path file = torch(pickle);
        assertThatThrownBy(() -> TorchFile.read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void foreignNamesAreNeverRun() throws IOException {
        refused(pickle("cos\nsystem\n", "X", 2, 0, 0, 0, "id", 0x85, "R."), "names the Python object 'os.system'");
        refused(pickle("c__main__\nNet\n", ")", 0x81, "."), "names the Python object '__main__.Net'");
        refused(pickle("cbuiltins\neval\n."), "builtins.eval");
    }

    @Test
    void lyingLengthsAndDamagedPicklesAreRefused() throws IOException {
        refused(pickle("X", 0xff, 0xff, 0xff, 0x7f), "claims 2147483647 bytes where 0 are left");
        refused(pickle(0x8d, 0, 0, 0, 0, 0, 0, 0, 0x80), "claims 9223372036854775808 bytes");
        refused(pickle("}"), "cut off or damaged");
        refused(pickle("h", 3, "."), "refers to the object 3");
        refused(pickle("K", 1, "."), "holds no dictionary of tensors");
        refused(pickle(0xee), "instruction 0xee");
        refused(pickle("}K", 1, ")QK", 2, "u."), "refers to something outside");
    }

    @Test
    void tensorsStayWithinTheirStorage() throws IOException {
        String storage = "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0" + "0X\3\0\0\0cpuK";
        String tensor = "}X\1\0\0\0actorch._utils\n_rebuild_tensor_v2\n(" + storage;
        refused(
                pickle(tensor, 4, "tQK", 0, "K", 5, 0x85, "K", 1, 0x85, "tRs."),
                "reaches outside its 4 stored numbers");
        refused(
                pickle(tensor, 4, "tQK", 2, "K", 3, 0x85, "K", 1, 0x85, "tRs."),
                "reaches outside its 4 stored numbers");
        refused(
                pickle(tensor, 4, "tQK", 0, "J", 0xff, 0xff, 0xff, 0x7f, 0x85, "K", 0, 0x85, "tRs."),
                "reaches outside its 4 stored numbers");
        refused(
                pickle(tensor, 4, "tQK", 0, "J", 0xff, 0xff, 0xff, 0xff, 0x85, "K", 1, 0x85, "tRs."),
                "the dimension -1");
    }

    /** 2⁶² + 1 floats are 4 bytes when their length in bytes overflows. */
    @Test
    void storagesLongerThanWhatIsStoredAreRefusedBeforeNumbersAreRead() throws IOException {
        for (int highest : new int[] {0, 0x10, 0x40}) {
            byte[] pickle = pickle(
                    "}X\1\0\0\0actorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0"
                            + "0X\3\0\0\0cpu",
                    0x8a,
                    8,
                    highest == 0 ? 2 : 1,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    highest,
                    "tQK",
                    0,
                    "K",
                    1,
                    0x85,
                    "K",
                    1,
                    0x85,
                    "tRs.");
            Path file = folder.resolve("storage.pt");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                zip.putNextEntry(new ZipEntry("t/data.pkl"));
                zip.write(pickle);
                zip.putNextEntry(new ZipEntry("t/data/0"));
                zip.write(new byte[4]);
            }
            StoredTensor tensor =
                    Objects.requireNonNull(TorchFile.read(file).tensors().get("a"));
            assertThatThrownBy(() -> tensor.values().get())
                    .isInstanceOf(InputFileException.class)
                    .hasMessageContaining("numbers where 1 are stored");
        }
    }

    @Test
    void entriesThatUnpackToMuchMoreAreRefused() throws IOException {
        refused(new byte[20 << 20], "claims to unpack to");
    }

    @Test
    void everyCutOfATorchFileIsReadOrRefused() throws IOException {
        byte[] whole = Files.readAllBytes(LayerOracle.file("convgroups.pt"));
        int refused = 0;
        for (int length = 1; length < whole.length; length += 97) {
            Path file = Files.write(folder.resolve("cut.pt"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(InputFileException.class);
            refused++;
        }
        assertThat(refused).isPositive();
    }
}
