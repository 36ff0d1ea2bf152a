"""The open data in DCAT-AP-SE 3, which dataportal.se reads: a catalogue, a dataset a table.

Belongs here: what dcat.ttl says. Its words are in `about`. Every node has a name and none is blank,
so that the same release gives the same bytes.
"""

from __future__ import annotations

from datetime import date

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, XSD

from fondbok.opendata import about
from fondbok.opendata.about import About
from fondbok.opendata.reading import Resource

FILE = "dcat.ttl"

_DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own lacks what DCAT 3 added
_VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_SPDX = Namespace("http://spdx.org/rdf/terms#")
_EU = "http://publications.europa.eu/resource/authority/"
_THEMES = ("ECON", "GOVE", "REGI")
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FORMATS = {"csv": ("CSV", "text/csv"), "parquet": ("PARQUET", "application/vnd.apache.parquet")}
_NAMES = {"csv": "csv", "parquet": "Parquet"}
_PUBLISHER = "http://purl.org/adms/publishertype/"
# The names that Riksantikvarieämbetet has given the municipalities, by SCB's code.
_MUNICIPALITY = "http://kulturarvsdata.se/resurser/aukt/geo/municipality#"


def turtle(told: About, address: str) -> bytes:
    """What stands in dcat.ttl.

    Args:
        told: the open data.
        address: where the folder will lie, ending with '/'; '' lets every name follow from where
            dcat.ttl is read.
    """
    return _Catalogue(told, address).written()


class _Catalogue:
    def __init__(self, told: About, address: str) -> None:
        self.told = told
        self.address = address
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in (
            ("dcat", _DCAT),
            ("dcterms", DCTERMS),
            ("foaf", FOAF),
            ("spdx", _SPDX),
            ("vcard", _VCARD),
            ("xsd", XSD),
        ):
            self.graph.bind(prefix, namespace)

    def written(self) -> bytes:
        self._publisher()
        self._place()
        self._contact()
        self._years()
        self._catalogue()
        for resource in self.told.open.resources:
            self._dataset(resource)
        return self.graph.serialize(format="turtle", encoding="utf-8")

    def _node(self, name: str) -> URIRef:
        return URIRef(f"{self.address}{FILE}#{name}")

    def _say(self, subject: URIRef, *said: tuple[URIRef, URIRef | Literal]) -> None:
        for predicate, value in said:
            self.graph.add((subject, predicate, value))

    def _publisher(self) -> None:
        kommun = self.told.kommun
        kind = {"kommun": "LocalAuthority", "region": "RegionalAuthority"}.get(kommun.slag)
        node = self._node("utgivare")
        self._say(node, (RDF.type, FOAF.Agent), (FOAF.name, Literal(kommun.namn, lang="sv")))
        if kind:
            self._say(node, (DCTERMS.type, URIRef(_PUBLISHER + kind)))
        if kommun.organisationsnummer:
            self._say(node, (DCTERMS.identifier, Literal(kommun.organisationsnummer)))

    def _place(self) -> None:
        if self.told.kommun.kommunkod:
            self._say(
                URIRef(_MUNICIPALITY + self.told.kommun.kommunkod),
                (RDF.type, DCTERMS.Location),
                (DCTERMS.identifier, Literal(self.told.kommun.kommunkod)),
            )

    def _contact(self) -> None:
        """A contact of DCAT-AP-SE has both a name and an e-mail."""
        kommun = self.told.kommun
        if kommun.epost:
            self._say(
                self._node("kontakt"),
                (RDF.type, _VCARD.Organization),
                (_VCARD.fn, Literal(kommun.kontakt or kommun.namn)),
                (_VCARD.hasEmail, URIRef(f"mailto:{kommun.epost}")),
            )

    def _years(self) -> None:
        if self.told.open.years:
            first, last = self.told.open.years
            self._say(
                self._node("tid"),
                (RDF.type, DCTERMS.PeriodOfTime),
                (_DCAT.startDate, Literal(date(first, 1, 1))),
                (_DCAT.endDate, Literal(date(last, 12, 31))),
            )

    def _catalogue(self) -> None:
        node = self._node("katalog")
        text = f"{about.DESCRIPTION} {about.LEFT_OUT} {about.SMALL_NUMBERS}"
        self._say(
            node,
            (RDF.type, _DCAT.Catalog),
            (DCTERMS.title, Literal(about.TITLE, lang="sv")),
            (DCTERMS.description, Literal(text, lang="sv")),
            (_DCAT.themeTaxonomy, URIRef(f"{_EU}data-theme")),
            *self._common(),
        )
        for resource in self.told.open.resources:
            self._say(node, (_DCAT.dataset, self._node(resource.name)))

    def _common(self) -> list[tuple[URIRef, URIRef | Literal]]:
        """What the catalogue and each dataset say alike."""
        day = Literal(self.told.release.publicerad.date())
        said: list[tuple[URIRef, URIRef | Literal]] = [
            (DCTERMS.publisher, self._node("utgivare")),
            (DCTERMS.language, URIRef(f"{_EU}language/SWE")),
            (DCTERMS.license, self._licence()),
            (DCTERMS.issued, day),
            (DCTERMS.modified, day),
        ]
        if self.told.kommun.kommunkod:
            said.append((DCTERMS.spatial, URIRef(_MUNICIPALITY + self.told.kommun.kommunkod)))
        return said

    def _licence(self) -> URIRef:
        return URIRef(about.LICENCES[self.told.kommun.licens][0])

    def _dataset(self, resource: Resource) -> None:
        node = self._node(resource.name)
        self._say(
            node,
            (RDF.type, _DCAT.Dataset),
            (DCTERMS.title, Literal(resource.title, lang="sv")),
            (DCTERMS.description, Literal(resource.table.comment, lang="sv")),
            (DCTERMS.identifier, Literal(resource.name)),
            (DCTERMS.accessRights, URIRef(f"{_EU}access-right/PUBLIC")),
            (DCTERMS.accrualPeriodicity, URIRef(f"{_EU}frequency/ANNUAL")),
            (_DCAT.version, Literal(self.told.release.release_id)),
            *((_DCAT.keyword, Literal(each, lang="sv")) for each in about.KEYWORDS),
            *((_DCAT.theme, URIRef(f"{_EU}data-theme/{each}")) for each in _THEMES),
            *self._common(),
        )
        if self.told.kommun.epost:
            self._say(node, (_DCAT.contactPoint, self._node("kontakt")))
        if self.told.open.years:
            self._say(node, (DCTERMS.temporal, self._node("tid")))
        for format_ in _FORMATS:
            self._distribution(node, resource, format_)

    def _distribution(self, dataset: URIRef, resource: Resource, format_: str) -> None:
        file = self.told.files[resource.name, format_]
        node, sum_ = (self._node(f"{resource.name}-{format_}{end}") for end in ("", "-sha256"))
        address = URIRef(self.address + file.path)
        kind, media = _FORMATS[format_]
        self._say(dataset, (_DCAT.distribution, node))
        self._say(
            node,
            (RDF.type, _DCAT.Distribution),
            (DCTERMS.title, Literal(f"{resource.title}, som {_NAMES[format_]}", lang="sv")),
            (_DCAT.accessURL, address),
            (_DCAT.downloadURL, address),
            (DCTERMS.format, URIRef(f"{_EU}file-type/{kind}")),
            (_DCAT.mediaType, URIRef(_MEDIA + media)),
            (DCTERMS.license, self._licence()),
            (DCTERMS.language, URIRef(f"{_EU}language/SWE")),
            (DCTERMS.modified, Literal(self.told.release.publicerad.date())),
            (_DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)),
            (_SPDX.checksum, sum_),
        )
        self._say(
            sum_,
            (RDF.type, _SPDX.Checksum),
            (_SPDX.algorithm, _SPDX.checksumAlgorithm_sha256),
            (_SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary, normalize=False)),
        )
