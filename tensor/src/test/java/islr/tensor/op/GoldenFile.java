package islr.tensor.op;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A safetensors file as `tools/golden/case.py` writes it: enough of a reader for tests of this module, which cannot
/// use the one of `weights`.
record GoldenFile(String name, Map<String, String> settings, Map<String, Tensor> tensors) {
    private static final Pattern METADATA = Pattern.compile("\"__metadata__\":\\{(.*?)}");
    private static final Pattern SETTING = Pattern.compile("\"([^\"]+)\":\"([^\"]*)\"");
    private static final Pattern TENSOR = Pattern.compile(
            "\"([^\"]+)\":\\{\"dtype\":\"([FI]32)\",\"shape\":\\[([\\d,]*)],\"data_offsets\":\\[(\\d+),(\\d+)]}");

    static GoldenFile read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int headerSize = Math.toIntExact(bytes.getLong());
            String header = new String(bytes.array(), 8, headerSize, StandardCharsets.UTF_8);
            Map<String, String> settings = new LinkedHashMap<>();
            Matcher metadata = METADATA.matcher(header);
            if (metadata.find()) {
                SETTING.matcher(metadata.group(1)).results().forEach(m -> settings.put(m.group(1), m.group(2)));
            }
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            int end = 0;
            for (Matcher m = TENSOR.matcher(header); m.find();) {
                int from = Integer.parseInt(m.group(4));
                end = Math.max(end, Integer.parseInt(m.group(5)));
                tensors.put(m.group(1),
                        tensor(bytes, 8 + headerSize + from, m.group(2).equals("F32"), shape(m.group(3))));
            }
            if (8 + headerSize + end != bytes.capacity()) {
                throw new IOException(file + ": the tensors that were understood are not the whole file");
            }
            return new GoldenFile(file.getFileName().toString(), settings, tensors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Shape shape(String sizes) {
        return sizes.isEmpty() ? Shape.scalar()
                : Shape.of(Arrays.stream(sizes.split(",")).mapToInt(Integer::parseInt).toArray());
    }

    private static Tensor tensor(ByteBuffer bytes, int at, boolean isFloat, Shape shape) {
        float[] numbers = new float[shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = isFloat ? bytes.getFloat(at + 4 * i) : bytes.getInt(at + 4 * i);
        }
        return Tensor.of(shape, numbers);
    }

    String text(String setting) {
        String text = settings.get(setting);
        if (text == null) {
            throw new IllegalArgumentException(name + " has no setting '" + setting + "', only " + settings.keySet());
        }
        return text;
    }

    int number(String setting) {
        return Integer.parseInt(text(setting));
    }

    float real(String setting) {
        return Float.parseFloat(text(setting));
    }

    boolean flag(String setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + ": " + setting + " is neither true nor false");
        };
    }

    boolean has(String tensor) {
        return tensors.containsKey(tensor);
    }

    Tensor get(String tensor) {
        Tensor x = tensors.get(tensor);
        if (x == null) {
            throw new IllegalArgumentException(name + " has no tensor '" + tensor + "', only " + tensors.keySet());
        }
        return x;
    }

    int[] ints(String tensor) {
        float[] numbers = get(tensor).toArray();
        int[] ints = new int[numbers.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) numbers[i];
        }
        return ints;
    }
}
