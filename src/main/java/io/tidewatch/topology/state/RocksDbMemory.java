package io.tidewatch.topology.state;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Limits the memory of all RocksDB stores of the process together.
 *
 * <p>By default each store of each partition has a cache of 50 MB and write buffers of 48 MB of its own: a process with
 * 32 partitions could take 6 GB beside its heap. Recently used states are in memory anyway ({@link EntityStates}): only
 * states of entities not seen for long are read from a store.
 */
public final class RocksDbMemory implements RocksDBConfigSetter {
    static {
        RocksDB.loadLibrary();
    }

    /** Blocks read, index blocks, Bloom filters and write buffers together. */
    private static final long BYTES = 256L << 20;

    /** Part of these bytes for data that is not flushed yet: larger, rarer flushes merge more versions of a state. */
    private static final long WRITE_BUFFERS = 96L << 20;

    /** Share of the cache that is reserved for index blocks and filters. */
    private static final double FOR_INDEX = 0.2;

    /** Static, because Streams makes an instance per store, and all share them. Both live as long as the process. */
    private static final Cache CACHE = new LRUCache(BYTES, -1, false, FOR_INDEX);

    private static final WriteBufferManager WRITES = new WriteBufferManager(WRITE_BUFFERS, CACHE);

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        // Otherwise they are outside the cache, without a limit. High priority: without them each look-up reads a file.
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        // Nearly all files are of level 0 (Streams compacts universally). Pinned, their blocks need not be looked up
        // in the cache, file by file, for each look-up of a key.
        table.setPinL0FilterAndIndexBlocksInCache(true);
        table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITES);
        // An entity not seen for long is in no write buffer: a filter says so at once. This share of one (Streams sets
        // 16 MB) is ten bits for each small part that it holds.
        options.setMemtableWholeKeyFiltering(true);
        options.setMemtablePrefixBloomSizeRatio(0.005);
        // Compression stays off, as Streams sets it: states are compact already, and the changelog compresses batches.
    }

    @Override
    public void close(String store, Options options) {
        // Nothing here belongs to one store.
    }
}
