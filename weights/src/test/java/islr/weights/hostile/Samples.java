package islr.weights.hostile;

import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.WeightsException;
import islr.weights.keras.HdfBytes;
import islr.weights.numpy.Npz;
import islr.weights.tflite.TfliteBytes;
import islr.weights.torch.PickleBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;

/// Small valid files of every format, to damage.
final class Samples {
    private static final Random RANDOM = new Random(17);

    private Samples() {}

    /// The names of the formats.
    static final List<String> FORMATS = List.of("safetensors", "index", "npy", "npz", "torch", "torch-old", "hdf5",
            "keras", "tflite");

    /// @param folder for files on the way
    static List<byte[]> of(String format, Path folder) throws IOException {
        return switch (format) {
            case "safetensors" -> List.of(safetensors(folder));
            case "index" -> List.of(index(folder));
            case "npy" -> List.of(npy("<f4", false, "(3, 4)", 48), npy(">i2", true, "(2, 3, 2)", 24),
                    npy("|b1", false, "()", 1));
            case "npz" -> List.of(npz(folder), PickleBytes.zipped(ZipEntry.DEFLATED, "a.npy",
                    npy("<f8", true, "(5, 3)", 120), "b.npy", npy("<U3", false, "(2,)", 24)));
            case "torch" -> List.of(torch(ZipEntry.STORED), torch(ZipEntry.DEFLATED));
            case "torch-old" -> List.of(torchOld());
            case "hdf5" -> List.of(HdfBytes.written(folder), HdfBytes.keras2(), HdfBytes.keras3(), HdfBytes.dtypes());
            case "keras" -> List.of(keras(ZipEntry.STORED), keras(ZipEntry.DEFLATED));
            case "tflite" -> List.of(tflite());
            default -> throw new IllegalArgumentException(format);
        };
    }

    private static Checkpoint checkpoint() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("layer.weight", Tensor.randn(RANDOM, 3, 5));
        tensors.put("layer.bias", Tensor.randn(RANDOM, 3));
        return new Checkpoint(tensors, Map.of("preset", "x", "signs", "a,b,c"));
    }

    private static byte[] safetensors(Path folder) throws IOException {
        Path file = folder.resolve("sample");
        Safetensors.write(file, checkpoint());
        return Files.readAllBytes(file);
    }

    /// The files that it names are beside it and stay as they are.
    private static byte[] index(Path folder) throws IOException {
        Safetensors.write(folder.resolve("m-1.safetensors"), checkpoint());
        Safetensors.write(folder.resolve("m-2.safetensors"),
                new Checkpoint(Map.of("head", Tensor.randn(RANDOM, 2)), Map.of()));
        return ("{\"metadata\": {\"total_size\": 80}, \"weight_map\": {\"layer.weight\": \"m-1.safetensors\", "
                + "\"head\": \"m-2.safetensors\", \"layer.bias\": \"m-1.safetensors\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] npz(Path folder) throws IOException, WeightsException {
        Path file = folder.resolve("sample");
        Npz.write(file, checkpoint());
        return Files.readAllBytes(file);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static byte[] npy(String descr, boolean fortran, String shape, int dataBytes) {
        String header = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + shape + ", }\n";
        byte[] data = descr.contains("U") ? new byte[dataBytes] : random(dataBytes);
        // Random bits would be numbers beyond float32's range.
        for (int i = 0; descr.equals("<f8") && i < dataBytes; i += Double.BYTES) {
            ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putDouble(i, RANDOM.nextGaussian());
        }
        return ByteBuffer.allocate(10 + header.length() + dataBytes).order(ByteOrder.LITTLE_ENDIAN)
                .put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.ISO_8859_1)).put(data).array();
    }

    private static byte[] torch(int method) {
        PickleBytes pickle = new PickleBytes().op('}').op('(').text("epoch").whole(12).text("state_dict").dict().op('(')
                .text("module.a").tensor(new PickleBytes().storage("FloatStorage", "0", 12), 0, new long[] {3, 4}, 4, 1)
                .text("module.b").tensor(new PickleBytes().storage("HalfStorage", "1", 10), 1, new long[] {2, 3}, 1, 2)
                .text("module.c").tensor(new PickleBytes().storage("LongStorage", "2", 1), 0, new long[0]).op('u')
                .op('u');
        return PickleBytes.zipped(method, "m/data.pkl", pickle.done(), "m/byteorder",
                "little".getBytes(StandardCharsets.UTF_8), "m/data/0", random(48), "m/data/1", random(20), "m/data/2",
                PickleBytes.le(8, 7));
    }

    private static byte[] torchOld() {
        byte[] saved = new PickleBytes().dict().op('(').text("a")
                .tensor(new PickleBytes().oldStorage("FloatStorage", "94001", 6), 0, new long[] {2, 3}, 3, 1).text("b")
                .tensor(new PickleBytes().oldStorage("ShortStorage", "94002", 3), 0, new long[] {3}, 1).op('u').done();
        byte[] keys = new PickleBytes().op(']').op('(').text("94001").text("94002").op('e').done();
        ByteBuffer storages = ByteBuffer.allocate(8 + 24 + 8 + 6).order(ByteOrder.LITTLE_ENDIAN);
        storages.putLong(6).put(random(24)).putLong(3).put(random(6));
        return PickleBytes.old(saved, keys, storages.array());
    }

    private static byte[] keras(int method) {
        return PickleBytes.zipped(method, "metadata.json",
                "{\"keras_version\": \"3.15.1\", \"date_saved\": \"x\"}".getBytes(StandardCharsets.UTF_8),
                "config.json",
                "{\"class_name\": \"Functional\", \"config\": {\"layers\": []}}".getBytes(StandardCharsets.UTF_8),
                "model.weights.h5", HdfBytes.keras3());
    }

    private static byte[] tflite() {
        return new TfliteBytes().tensor("x", 0, new int[] {1, 4})
                .tensor("w", 9, new int[] {3, 4}, new float[] {0.5f, 0.25f, 0.125f}, new long[] {0, 0, 0}, 0,
                        random(12))
                .tensor("b", 0, new int[] {3}, random(12)).tensor("h", 1, new int[] {2, 3}, random(12))
                .tensor("i", 2, new int[] {2}, random(8)).tensor("y", 0, new int[] {1, 3})
                .operator(new int[] {0, 1, -1}, new int[] {5}, 1).done();
    }
}
