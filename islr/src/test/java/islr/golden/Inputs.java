package islr.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import islr.data.Clip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The clips of the goldens: `inputs/<clip>.npy`, and the variants that `manifest.json` describes as recipes on them.
public final class Inputs {
    private static final int ROWS = 543;
    private static final int[] HANDS = hands();

    private final Path folder;
    private final JsonNode manifest;

    public Inputs(Path goldens) {
        folder = goldens.resolve("inputs");
        manifest = json(folder.resolve("manifest.json"));
    }

    public static JsonNode json(Path file) {
        try {
            Goldens.compared(file);
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Names of all clips and variants.
    public List<String> names() {
        List<String> names = new ArrayList<>();
        manifest.get("clips").fieldNames().forEachRemaining(names::add);
        manifest.get("variants").fieldNames().forEachRemaining(names::add);
        return names;
    }

    public Clip clip(String name) {
        JsonNode recipe = manifest.get("variants").get(name);
        if (recipe == null) {
            return new Clip(name, npy(folder.resolve(name + ".npy")));
        }
        return new Clip(name, cooked(npy(folder.resolve(recipe.get("clip").asText() + ".npy")), recipe));
    }

    /// Applies the steps of a recipe in the order that the goldens' README gives.
    private static float[] cooked(float[] raw, JsonNode recipe) {
        float[] x = raw;
        if (recipe.has("slice")) {
            x = Arrays.copyOfRange(x, at(recipe.get("slice").get(0).asInt(), 0),
                    at(recipe.get("slice").get(1).asInt(), 0));
        }
        if (recipe.has("tile")) {
            int frames = recipe.get("tile").asInt();
            float[] tiled = new float[at(frames, 0)];
            for (int t = 0; t < frames; t++) {
                System.arraycopy(x, at(t % (x.length / at(1, 0)), 0), tiled, at(t, 0), at(1, 0));
            }
            x = tiled;
        }
        for (JsonNode range : recipe.path("hands_nan")) {
            for (int t = range.get(0).asInt(); t < range.get(1).asInt(); t++) {
                for (int row : HANDS) {
                    Arrays.fill(x, at(t, row), at(t, row + 1), Float.NaN);
                }
            }
        }
        for (JsonNode shift : recipe.path("shift_hands")) {
            for (int row : HANDS) {
                for (int axis = 0; axis < 3; axis++) {
                    x[at(shift.get(0).asInt(), row) + axis] += (float) shift.get(1).asDouble();
                }
            }
        }
        if (recipe.has("copy_hand")) {
            boolean leftToRight = recipe.get("copy_hand").asText().equals("L2R");
            for (int t = 0; t < x.length / at(1, 0); t++) {
                for (int i = 0; i < 21; i++) {
                    int from = at(t, (leftToRight ? 468 : 522) + i);
                    int to = at(t, (leftToRight ? 522 : 468) + i);
                    x[to] = 1 - x[from];
                    x[to + 1] = x[from + 1];
                    x[to + 2] = x[from + 2];
                }
            }
        }
        for (JsonNode rows : recipe.path("nan_rows")) {
            Arrays.fill(x, at(rows.get(0).asInt(), rows.get(1).asInt()), at(rows.get(0).asInt(), rows.get(2).asInt()),
                    Float.NaN);
        }
        for (JsonNode place : recipe.path("nan_xyz")) {
            x[at(place.get(0).asInt(), place.get(1).asInt()) + place.get(2).asInt()] = Float.NaN;
        }
        for (JsonNode place : recipe.path("zero")) {
            x[at(place.get(0).asInt(), place.get(1).asInt()) + place.get(2).asInt()] = 0;
        }
        return x;
    }

    private static int at(int frame, int row) {
        return (frame * ROWS + row) * 3;
    }

    private static int[] hands() {
        int[] hands = new int[42];
        for (int i = 0; i < 21; i++) {
            hands[i] = 468 + i;
            hands[21 + i] = 522 + i;
        }
        return hands;
    }

    /// Numbers of a NumPy file of little-endian float32 in C order.
    private static float[] npy(Path file) {
        try {
            Goldens.compared(file);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int header = bytes.getShort(8) & 0xFFFF;
            String description = new String(bytes.array(), 10, header, StandardCharsets.US_ASCII);
            if (bytes.get(6) != 1 || !description.contains("'<f4'")
                    || !description.contains("'fortran_order': False")) {
                throw new IllegalStateException(file + ": " + description);
            }
            float[] numbers = new float[(bytes.capacity() - 10 - header) / 4];
            bytes.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
            return numbers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
