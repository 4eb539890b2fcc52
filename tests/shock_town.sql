-- A town whose shocks are worked out by hand in tests/test_pages_network_shock.py.
-- A sells steel to B (100) and D (50), C sells steel to D (50), B sells parts to E (80), E buys
-- chips outside (40). C stands with A for steel, F in its segment, G in its industry; H rests, Z
-- is closed. Links of A to itself, from Z, and one without value say nothing.
insert into county (county_id, name) values ('X', '东'), ('Y', '西');
insert into department (department_id, name, kind) values ('D1', '局', '市直');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D1', '2021-01-01'), ('C2', '二链', 'Two', 'D1', '2021-01-01');
insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('S1', 'C1', '上游', '钢', true, 1), ('S2', 'C1', '中游', '件', true, 2),
           ('S3', 'C2', '下游', '机', true, 1);
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status)
    values ('A', '甲厂', 'X', 'C31', '规上', false, '正常'), ('B', '乙厂', 'X', 'C34', '规上', false, '正常'),
           ('C', '丙厂', 'Y', 'C31', '规上', false, '正常'), ('D', '<b>丁</b>{c}|厂_*', 'Y', 'C35', '规上', false, '正常'),
           ('E', '戊厂', 'Y', 'C36', '规下', false, '正常'), ('F', '己厂', 'X', 'C33', '规下', false, '正常'),
           ('G', '庚厂', 'Y', 'C31', '规下', false, '正常'), ('H', '辛厂', 'Y', 'C31', '规下', false, '停产'),
           ('Z', '旧厂', 'Y', 'C31', '规下', false, '注销');
insert into enterprise_segment (uscc, segment_id, main_product)
    values ('A', 'S1', '钢材'), ('B', 'S2', '零件'), ('C', 'S1', '钢材'), ('D', 'S3', '芯片'),
           ('E', 'S3', '整机'), ('F', 'S1', '线材'), ('H', 'S1', '钢材'), ('Z', 'S1', '钢材');
insert into enterprise_month (uscc, month, output_ytd)
    values ('A', '2022-10', 100), ('B', '2022-10', 200), ('C', '2022-10', 50), ('D', '2022-10', 100);
insert into supply_link (supplier, customer, product, annual_value, year, source, confidence)
    values ('A', 'B', '钢材', 60, 2022, '企业申报', 1), ('A', 'B', '钢板', 40, 2022, '推断', 0.5),
           ('A', 'D', '钢材', 50, 2022, '企业申报', 1), ('C', 'D', '钢材', 50, 2022, '推断', 0.5),
           ('B', 'E', '零件', 80, 2022, '联络员登记', 0.8), ('A', 'A', '钢材', 10, 2022, '推断', 0.5),
           ('Z', 'B', '钢材', 30, 2022, '推断', 0.5), ('D', 'C', '废料', 0, 2022, '推断', 0.5);
insert into outside_purchase (uscc, product, origin, annual_value, year, source, confidence)
    values ('E', '芯片', '境外', 40, 2022, '企业申报', 1), ('Z', '旧料', '境外', 40, 2022, '推断', 0.5);
