package io.fairlead.simulator.cel;

/// A compiled expression.
interface Code {
    Object run(Frame frame) throws CelFault;
}
