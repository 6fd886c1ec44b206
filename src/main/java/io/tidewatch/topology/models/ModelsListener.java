package io.tidewatch.topology.models;

import io.tidewatch.model.catalog.ModelCatalog;
import io.tidewatch.model.catalog.RefusedRecord;

/** Receives what changes in the models topic, on the thread that follows it. */
public interface ModelsListener {
    /** After records were read: what the topic holds now. It may be what it held before. */
    void changed(ModelCatalog catalog);

    /** A record that cannot be used; {@link ModelCatalog#refusals} lists it, too. */
    void refused(RefusedRecord record);
}
