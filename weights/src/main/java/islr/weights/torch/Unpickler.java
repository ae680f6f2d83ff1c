package islr.weights.torch;

import islr.weights.WeightsException;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A stack machine for pickles of weights: the instructions of Python's `pickletools` that make plain values, with the
/// names of [Globals] and nothing else.
///
/// An instruction takes its operands from the bytes that follow it or from the stack, and puts its result on the stack.
/// Lists and dictionaries are filled after they are made, and the memo gives a value a number by which it can be used
/// again; so a value can hold itself. Nothing here follows values into each other, so that does no harm here.
final class Unpickler {
    /// Real files have ten for each tensor.
    private static final int MOST_VALUES = 1_000_000;
    private static final int MAGIC_PROTOCOL = 5;

    private final String source;
    private final String where;
    private final ByteBuffer in;
    private final PickleText text;
    private final List<Object> stack = new ArrayList<>();
    /// Where on the stack a group of operands begins.
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private final Map<String, Py.Storage> storages = new LinkedHashMap<>();
    private int values;

    /// @param where what messages call the pickle
    /// @param bytes read from its position, which is behind the pickle afterwards
    Unpickler(String source, String where, ByteBuffer bytes) {
        this.source = source;
        this.where = where;
        this.in = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.text = new PickleText(in);
    }

    /// Runs the next pickle.
    ///
    /// @return the value that it leaves on the stack
    Object next() throws WeightsException {
        stack.clear();
        marks.clear();
        memo.clear();
        storages.clear();
        values = 0;
        int at = in.position();
        try {
            while (true) {
                at = in.position();
                int opcode = Byte.toUnsignedInt(in.get());
                if (opcode == '.') {
                    return pop();
                }
                step(opcode);
            }
        } catch (BufferUnderflowException e) {
            throw new WeightsException(source, where + " ends inside an instruction or a value, at byte "
                    + Counts.of(at) + ": the file is truncated or damaged, get it again from its source", e);
        } catch (PickleException e) {
            throw new WeightsException(source, where + ", byte " + Counts.of(at) + ": " + e.getMessage(), e);
        }
    }

    private void step(int opcode) throws PickleException {
        switch (opcode) {
            // What a value is made of.
            case 'N' -> push(Py.None.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'I' -> push(text.wholeOrTruth());
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) Byte.toUnsignedInt(in.get()));
            case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
            case 'L' -> push(text.whole());
            case 0x8a -> push(text.littleEndian(Byte.toUnsignedInt(in.get())));
            case 0x8b -> push(text.littleEndian(in.getInt()));
            case 'F' -> push(text.real());
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'S' -> push(text.quoted());
            case 'T' -> push(text.latin(in.getInt()));
            case 'U' -> push(text.latin(Byte.toUnsignedInt(in.get())));
            case 'V' -> push(text.unescapedLine());
            case 'X' -> push(text.utf8(Integer.toUnsignedLong(in.getInt())));
            case 0x8c -> push(text.utf8(Byte.toUnsignedInt(in.get())));
            case 0x8d -> push(text.utf8(in.getLong()));
            case 'B' -> push(new Py.Bytes(text.bytes(Integer.toUnsignedLong(in.getInt()))));
            case 'C' -> push(new Py.Bytes(text.bytes(Byte.toUnsignedInt(in.get()))));
            case 0x8e, 0x96 -> push(new Py.Bytes(text.bytes(in.getLong())));
            // Containers.
            case ']', 0x8f -> push(new ArrayList<>());
            case '}' -> push(new LinkedHashMap<>());
            case ')' -> push(new Py.Tuple(List.of()));
            case 't' -> push(new Py.Tuple(fromMark()));
            case 0x85 -> push(new Py.Tuple(popped(1)));
            case 0x86 -> push(new Py.Tuple(popped(2)));
            case 0x87 -> push(new Py.Tuple(popped(3)));
            case 'l', 0x91 -> push(fromMark());
            case 'd' -> {
                List<Object> items = fromMark();
                Map<Object, Object> dict = new LinkedHashMap<>();
                fill(dict, items);
                push(dict);
            }
            case 'a' -> append(popped(1));
            case 'e', 0x90 -> append(fromMark());
            case 's' -> set(popped(2));
            case 'u' -> set(fromMark());
            // The stack and the memo.
            case '(' -> marks.push(stack.size());
            case '0' -> {
                if (!marks.isEmpty() && marks.peek() == stack.size()) {
                    marks.pop();
                } else {
                    pop();
                }
            }
            case '1' -> fromMark();
            case '2' -> push(top());
            case 'p' -> memo.put(text.index(), top());
            case 'q' -> memo.put((long) Byte.toUnsignedInt(in.get()), top());
            case 'r' -> memo.put(Integer.toUnsignedLong(in.getInt()), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'g' -> push(remembered(text.index()));
            case 'h' -> push(remembered(Byte.toUnsignedInt(in.get())));
            case 'j' -> push(remembered(Integer.toUnsignedLong(in.getInt())));
            // Names and calls.
            case 'c' -> push(Globals.find(text.line(), text.line()));
            case 0x93 -> {
                List<Object> names = popped(2);
                push(Globals.find(string(names.get(0)), string(names.get(1))));
            }
            case 'R', 0x81 -> call();
            case 0x92 -> throw new PickleException("it makes an object by keywords, which weights do not need");
            case 'b' -> build();
            case 'P' -> storage(text.line());
            case 'Q' -> storage(pop());
            case 'i' -> Globals.find(text.line(), text.line());
            case 'o' -> throw new PickleException("it makes an object of a class, which weights do not need");
            case 0x80 -> protocol(Byte.toUnsignedInt(in.get()));
            // The length of a frame only helps to read ahead.
            case 0x95 -> in.getLong();
            default -> throw new PickleException(
                    "there is no instruction " + Integer.toHexString(opcode) + ", or weights do not need it");
        }
    }

    private void storage(Object id) throws PickleException {
        Py.Storage storage = Globals.storage(id);
        Py.Storage before = storages.putIfAbsent(storage.key(), storage);
        if (before != null && before.dtype() != storage.dtype()) {
            throw new PickleException("storage " + OneLine.quoted(storage.key()) + " is of two dtypes");
        }
        push(storage);
    }

    /// The storages that the last pickle asked for, by their keys.
    Map<String, Py.Storage> storages() {
        return new LinkedHashMap<>(storages);
    }

    private static void protocol(int version) throws PickleException {
        if (version > MAGIC_PROTOCOL) {
            throw new PickleException("it is of protocol " + version + "; 0 to " + MAGIC_PROTOCOL + " are read");
        }
    }

    private void push(Object value) throws PickleException {
        if (++values > MOST_VALUES) {
            throw new PickleException("it makes more than " + Counts.of(MOST_VALUES) + " values");
        }
        stack.add(value);
    }

    /// The lowest place that an instruction without a mark may take from.
    private int floor() {
        return marks.isEmpty() ? 0 : marks.peek();
    }

    private Object top() throws PickleException {
        if (stack.size() <= floor()) {
            throw new PickleException("it uses a value that is not there");
        }
        return stack.getLast();
    }

    private Object pop() throws PickleException {
        top();
        return stack.removeLast();
    }

    private List<Object> popped(int count) throws PickleException {
        if (stack.size() - floor() < count) {
            throw new PickleException("it uses a value that is not there");
        }
        return cut(stack.size() - count);
    }

    private List<Object> fromMark() throws PickleException {
        if (marks.isEmpty()) {
            throw new PickleException("it uses a mark that is not there");
        }
        return cut(marks.pop());
    }

    private List<Object> cut(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> copy = new ArrayList<>(tail);
        tail.clear();
        return copy;
    }

    private Object remembered(long index) throws PickleException {
        Object value = memo.get(index);
        if (value == null) {
            throw new PickleException("it uses value " + index + ", which was not kept");
        }
        return value;
    }

    private static String string(Object value) throws PickleException {
        if (value instanceof String name) {
            return name;
        }
        throw new PickleException("the name of something is " + Py.kind(value));
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> items) throws PickleException {
        if (!(top() instanceof ArrayList<?> list)) {
            throw new PickleException("it appends to " + Py.kind(top()));
        }
        ((List<Object>) list).addAll(items);
    }

    @SuppressWarnings("unchecked")
    private void set(List<Object> items) throws PickleException {
        if (!(top() instanceof LinkedHashMap<?, ?> dict)) {
            throw new PickleException("it sets an item of " + Py.kind(top()));
        }
        fill((Map<Object, Object>) dict, items);
    }

    private static void fill(Map<Object, Object> dict, List<Object> items) throws PickleException {
        if (items.size() % 2 != 0) {
            throw new PickleException("a dictionary has a key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            dict.put(key(items.get(i)), items.get(i + 1));
        }
    }

    /// Only plain values: the hash of a tuple of tuples of tuples may take for ever.
    static Object key(Object value) throws PickleException {
        if (value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean
                || value instanceof Py.None) {
            return value;
        }
        throw new PickleException("a key of a dictionary is " + Py.kind(value));
    }

    private void call() throws PickleException {
        List<Object> both = popped(2);
        if (!(both.get(0) instanceof Py.Global function)) {
            throw new PickleException("it calls " + Py.kind(both.get(0)));
        }
        if (!(both.get(1) instanceof Py.Tuple args)) {
            throw new PickleException("it calls " + OneLine.of(function.name(), 100) + " with " + Py.kind(both.get(1)));
        }
        push(Globals.call(function, args.items()));
    }

    /// What a value gets besides its items: attributes of an OrderedDict, the byte order of a dtype. Not needed.
    private void build() throws PickleException {
        Object target = popped(2).get(0);
        if (!(target instanceof Map || target instanceof Py.NumpyType || target instanceof Py.Strided)) {
            throw new PickleException("it sets attributes of " + Py.kind(target));
        }
        push(target);
    }

    /// Whether a value is the number that begins a file of old.
    static boolean isMagic(Object value) {
        return value instanceof BigInteger number && number.equals(new BigInteger("1950a86a20f9469cfc6c", 16));
    }
}
