"""Chains as networkx graphs: building, positions. Draws nothing and reads no store."""

from chains.network.build import STAGES, Graph, chain_graph, gaps
from chains.network.crossings import crossings
from chains.network.panorama import positions

__all__ = ["STAGES", "Graph", "chain_graph", "crossings", "gaps", "positions"]
