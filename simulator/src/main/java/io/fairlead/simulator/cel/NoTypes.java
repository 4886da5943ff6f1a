package io.fairlead.simulator.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import java.util.Optional;

/// Some expressions see objects whose types are not known.
final class NoTypes implements CelTypeProvider {
    static final NoTypes INSTANCE = new NoTypes();

    private NoTypes() {}

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.of();
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.empty();
    }
}
