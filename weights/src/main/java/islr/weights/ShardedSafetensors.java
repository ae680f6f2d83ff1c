package islr.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import islr.tensor.Tensor;
import islr.weights.internal.Json;
import islr.weights.text.Counts;
import islr.weights.text.Nearest;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A model in several safetensors files, and the index that says which tensor is in which: the
/// `model.safetensors.index.json` of model repositories.
///
/// ```json
/// {"metadata": {"total_size": 24}, "weight_map": {"a": "model-00001-of-00002.safetensors", …}}
/// ```
///
/// The files must be in the folder of the index, and hold exactly the tensors that it names.
final class ShardedSafetensors implements TensorFile {
    private static final int MOST_BYTES = 100_000_000;
    private static final int MOST_SHARDS = 1_000;
    private static final String MAP = "weight_map";

    private final String source;
    private final Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private ShardedSafetensors(String source) {
        this.source = source;
    }

    static ShardedSafetensors open(Path index) throws WeightsException {
        ShardedSafetensors file = new ShardedSafetensors(OneLine.path(index));
        boolean opened = false;
        try {
            file.readIndex(index);
            file.openShards(index.toAbsolutePath().getParent());
            opened = true;
            return file;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private void readIndex(Path index) throws WeightsException {
        try {
            if (Files.size(index) > MOST_BYTES) {
                throw new WeightsException(source, "an index of " + Counts.bytes(Files.size(index)) + " is not read; "
                        + Counts.bytes(MOST_BYTES) + " are");
            }
        } catch (WeightsException e) {
            throw e;
        } catch (IOException e) {
            throw Json.refused(source, "the index", e);
        }
        try (JsonParser in = Json.parser(Files.readAllBytes(index))) {
            Json.require(in, source, "the index", JsonToken.START_OBJECT);
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                switch (field) {
                    case MAP -> readTexts(in, places);
                    case "metadata" -> Json.readTexts(in, metadata);
                    default -> in.skipChildren();
                }
            }
            if (in.nextToken() != null) {
                throw new WeightsException(source, "something follows the index's closing brace; get it again");
            }
        } catch (WeightsException e) {
            throw e;
        } catch (IOException e) {
            throw Json.refused(source, "the index", e);
        }
        if (places.isEmpty()) {
            throw new WeightsException(source, "this index has no " + MAP + ", or an empty one; get it again from its "
                    + "source, or name the safetensors file itself");
        }
    }

    private void readTexts(JsonParser in, Map<String, String> texts) throws IOException {
        Json.require(in, source, "its " + MAP, JsonToken.START_OBJECT);
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            if (in.nextToken() != JsonToken.VALUE_STRING) {
                throw new WeightsException(source,
                        "its " + MAP + " gives no file for " + OneLine.quoted(name) + "; get it again from its source");
            }
            texts.put(name, in.getText());
        }
    }

    private void openShards(Path folder) throws WeightsException {
        for (String shard : places.values()) {
            if (!shards.containsKey(shard)) {
                // A name with a folder in it could be any file of the machine.
                if (!shard.endsWith(".safetensors") || shard.contains("/") || shard.contains("\\")
                        || shard.indexOf('\0') >= 0) {
                    throw new WeightsException(source, "its " + MAP + " names " + OneLine.quoted(shard)
                            + ", which is no .safetensors file beside the index");
                }
                if (shards.size() == MOST_SHARDS) {
                    throw new WeightsException(source, "it names more than " + Counts.of(MOST_SHARDS) + " files");
                }
                shards.put(shard, open(folder, shard));
            }
        }
        for (Map.Entry<String, String> place : places.entrySet()) {
            if (!shards.get(place.getValue()).entries().containsKey(place.getKey())) {
                throw new WeightsException(source, "tensor " + OneLine.quoted(place.getKey()) + " is not in "
                        + OneLine.quoted(place.getValue()) + "; the files do not belong together, get them again");
            }
        }
        for (Map.Entry<String, SafetensorsFile> shard : shards.entrySet()) {
            for (String name : shard.getValue().entries().keySet()) {
                if (!shard.getKey().equals(places.get(name))) {
                    throw new WeightsException(source, "it does not say that " + OneLine.quoted(shard.getKey())
                            + " holds " + OneLine.quoted(name) + "; the files do not belong together, get them again");
                }
            }
        }
    }

    private SafetensorsFile open(Path folder, String shard) throws WeightsException {
        Path file;
        try {
            file = folder.resolve(shard);
        } catch (InvalidPathException e) {
            throw new WeightsException(source,
                    "its " + MAP + " names " + OneLine.quoted(shard) + ", which cannot be a file's name", e);
        }
        return ofShard(file, OneLine.path(file), () -> SafetensorsFile.open(file));
    }

    /// What is read from one of the files.
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws WeightsException;
    }

    /// What is wrong with one of the files is said of it as a part of this one.
    private <T> T ofShard(Path shard, String named, Reading<T> reading) throws WeightsException {
        try {
            return reading.read();
        } catch (WeightsException e) {
            String problem = e.getMessage().startsWith(named + ": ") ? e.getMessage().substring(named.length() + 2)
                    : e.getMessage();
            throw new WeightsException(source, "its file " + OneLine.quoted(OneLine.name(shard)) + ": " + problem, e);
        }
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String format() {
        return "safetensors files (" + Counts.of(shards.size()) + ")";
    }

    @Override
    public Map<String, TensorInfo> infos() {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        places.forEach((name, shard) -> infos.put(name, shards.get(shard).entries().get(name).info()));
        return Collections.unmodifiableMap(infos);
    }

    /// The texts of the index, then those of the files; the first of a key stays.
    @Override
    public Map<String, String> metadata() {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        shards.values().forEach(shard -> shard.metadata().forEach(all::putIfAbsent));
        return Collections.unmodifiableMap(all);
    }

    @Override
    public Tensor tensor(String name) throws WeightsException {
        SafetensorsFile shard = shard(name);
        return ofShard(Path.of(places.get(name)), shard.source(), () -> shard.tensor(name));
    }

    @Override
    public long[] longs(String name) throws WeightsException {
        SafetensorsFile shard = shard(name);
        return ofShard(Path.of(places.get(name)), shard.source(), () -> shard.longs(name));
    }

    private SafetensorsFile shard(String name) throws WeightsException {
        Objects.requireNonNull(name, "name");
        String shard = places.get(name);
        if (shard == null) {
            throw new WeightsException(source,
                    "there is no tensor " + OneLine.quoted(name) + Nearest.hint(name, places.keySet()));
        }
        return shards.get(shard);
    }

    @Override
    public void close() {
        shards.values().forEach(SafetensorsFile::close);
    }
}
