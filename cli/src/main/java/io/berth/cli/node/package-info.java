/** Nodes of the server: their process, its files, {@code berth up} and {@code berth down}. */
package io.berth.cli.node;
