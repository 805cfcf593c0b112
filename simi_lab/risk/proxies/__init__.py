"""What still gives away sex, age, district and the rest, although no feature is made from them."""

from simi_lab.risk.proxies.guess import proxies
from simi_lab.risk.proxies.report import Carrier, Proxy, ProxyReport

__all__ = ["Carrier", "Proxy", "ProxyReport", "proxies"]
